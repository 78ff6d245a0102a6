import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { idempotentRequests } from './schema.ts'

export type IdempotencyStore = ReturnType<typeof createIdempotencyStore>

export interface KeyedRequest {
  readonly accountId: string
  readonly keySha256: string
  readonly requestSha256: string
}

export interface StoredAnswer {
  readonly status: number
  readonly contentType: string | null
  readonly location: string | null
  readonly sealedBody: string
}

/** What becomes of a request with a key: it is ours to answer, was answered before, or neither. */
export type Claim =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'answered'; readonly answer: StoredAnswer }
  | { readonly kind: 'other-request' }
  | { readonly kind: 'under-way' }

/** A process that has not answered in this time is taken for dead. */
export const TAKE_OVER_AFTER_MS = 60_000

export function createIdempotencyStore(db: Db, lifeMs = 86_400_000) {
  const isFor = ({ accountId, keySha256 }: KeyedRequest) =>
    and(eq(idempotentRequests.accountId, accountId), eq(idempotentRequests.keySha256, keySha256))

  return {
    /** Books the key in one statement, so of two requests at the same moment one is answered. */
    async claim(request: KeyedRequest, now: Date): Promise<Claim> {
      const abandonedBefore = new Date(now.getTime() - TAKE_OVER_AFTER_MS).toISOString()
      const expiredBefore = new Date(now.getTime() - lifeMs).toISOString()
      const isAbandoned = sql`${idempotentRequests.status} is null
        and ${idempotentRequests.startedAt} < ${abandonedBefore}::timestamptz
        and ${idempotentRequests.requestSha256} = ${request.requestSha256}`
      const isExpired = sql`${idempotentRequests.startedAt} < ${expiredBefore}::timestamptz`
      const fresh = { status: null, contentType: null, location: null, sealedBody: null }
      const booked = await db
        .insert(idempotentRequests)
        .values({ ...request, startedAt: now })
        .onConflictDoUpdate({
          target: [idempotentRequests.accountId, idempotentRequests.keySha256],
          set: { ...fresh, requestSha256: request.requestSha256, startedAt: now },
          setWhere: sql`(${isAbandoned}) or ${isExpired}`,
        })
        .returning({ startedAt: idempotentRequests.startedAt })
      if (booked.length > 0) return { kind: 'claimed' }
      const [row] = await db.select().from(idempotentRequests).where(isFor(request))
      if (row === undefined) return { kind: 'under-way' }
      if (row.requestSha256 !== request.requestSha256) return { kind: 'other-request' }
      const { status, contentType, location, sealedBody } = row
      if (status === null || sealedBody === null) return { kind: 'under-way' }
      return { kind: 'answered', answer: { status, contentType, location, sealedBody } }
    },

    /** Keeps the answer, unless the claim was taken over since. */
    async keep(request: KeyedRequest, startedAt: Date, answer: StoredAnswer): Promise<void> {
      await db
        .update(idempotentRequests)
        .set(answer)
        .where(and(isFor(request), eq(idempotentRequests.startedAt, startedAt)))
    },

    async release(request: KeyedRequest, startedAt: Date): Promise<void> {
      await db
        .delete(idempotentRequests)
        .where(
          and(
            isFor(request),
            eq(idempotentRequests.startedAt, startedAt),
            isNull(idempotentRequests.status),
          ),
        )
    },

    async removeExpired(now: Date): Promise<void> {
      const before = new Date(now.getTime() - lifeMs)
      await db.delete(idempotentRequests).where(lt(idempotentRequests.startedAt, before))
    },
  }
}
