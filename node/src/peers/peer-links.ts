import type { SiteId } from '@crosspanel/protocol/ids'
import type { Told } from '@crosspanel/protocol/told'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import type { Hints } from '../hints.ts'
import type { Logger } from '../logger.ts'
import { outbox, peerLinks } from './schema.ts'

const BACKOFF_FIRST_MS = 1_000
/** More than 2^20 s is longer than any pause that a site would set. */
const DOUBLINGS_MAX = 20
const RETRY_AFTER_MAX_MS = 3_600_000
/** A peer that calls often is not written down for each of its calls. */
const HEARD_WRITE_EVERY_MS = 1_000

export interface PeerLinksDeps {
  readonly db: Db
  readonly hints: Pick<Hints, 'wake'>
  readonly log: Logger
  readonly backoffMaxMs: number
}
export type PeerLink = typeof peerLinks.$inferSelect & { readonly isPutOff: boolean }
export type PeerLinks = ReturnType<typeof createPeerLinks>

/** What is known of the way to each peer. All times are the database's. */
export function createPeerLinks({ db, hints, log, backoffMaxMs }: PeerLinksDeps) {
  const writtenAt = new Map<string, number>()

  function isWrittenLately(siteId: SiteId, by: string): boolean {
    const key = `${siteId} ${by}`
    const last = writtenAt.get(key)
    if (last !== undefined && performance.now() - last < HEARD_WRITE_EVERY_MS) return true
    writtenAt.set(key, performance.now())
    return false
  }

  async function find(siteId: SiteId) {
    const [row] = await db.select().from(peerLinks).where(eq(peerLinks.siteId, siteId))
    return row
  }

  return {
    /**
     * The peer called us validly, or answered us. Either way it is there, and what waits for it is
     * sent at once; only an answer shows that our own calls arrive.
     */
    async heard(siteId: SiteId, by: 'call' | 'answer'): Promise<void> {
      if (isWrittenLately(siteId, by)) return
      const before = await find(siteId)
      const up = {
        failures: 0,
        nextAttemptAt: null,
        lastHeardAt: sql`now()`,
        ...(by === 'answer'
          ? { lastError: null, lastErrorTold: null }
          : { lastCalledAt: sql`now()` }),
      }
      await db
        .insert(peerLinks)
        .values({ siteId, ...up })
        .onConflictDoUpdate({ target: peerLinks.siteId, set: up })
      if (by === 'answer' && before?.lastError) log.info({ peer: siteId }, 'peer is within reach')
      if (before !== undefined && before.failures > 0) hints.wake('outbox')
    },

    /**
     * Puts the next attempt off: full jitter, doubling, or as long as the peer asked for. Calls that
     * fail while it is put off already count as one.
     */
    async failed(
      siteId: SiteId,
      { detail, told }: { readonly detail: string; readonly told?: Told | undefined },
      retryAfterMs = 0,
    ): Promise<void> {
      writtenAt.delete(`${siteId} call`)
      writtenAt.delete(`${siteId} answer`)
      const before = await find(siteId)
      const askedMs = Math.min(retryAfterMs, RETRY_AFTER_MAX_MS)
      const pause = (failures: unknown) => sql`now() + interval '1 millisecond' * greatest(
        ${askedMs}::float8,
        random() * least(${backoffMaxMs}::float8,
          ${BACKOFF_FIRST_MS}::float8 * 2 ^ least(${failures}, ${DOUBLINGS_MAX}::int)))`
      const why = { lastError: detail, lastErrorTold: told ?? null }
      const isPutOff = sql`${peerLinks.nextAttemptAt} > now()`
      await db
        .insert(peerLinks)
        .values({ siteId, failures: 1, nextAttemptAt: pause(sql`0`), ...why })
        .onConflictDoUpdate({
          target: peerLinks.siteId,
          set: {
            failures: sql`${peerLinks.failures} + case when ${isPutOff} then 0 else 1 end`,
            nextAttemptAt: sql`case when ${isPutOff} and ${askedMs}::float8 = 0
              then ${peerLinks.nextAttemptAt} else ${pause(peerLinks.failures)} end`,
            ...why,
          },
        })
      if (!before?.lastError) log.warn({ peer: siteId, detail }, 'peer is out of reach')
    },

    /** The way to each peer, by its id. */
    async list(): Promise<ReadonlyMap<SiteId, PeerLink>> {
      const rows = await db
        .select({ link: peerLinks, isPutOff: sql<boolean>`${peerLinks.nextAttemptAt} > now()` })
        .from(peerLinks)
      return new Map(rows.map(({ link, isPutOff }) => [link.siteId, { ...link, isPutOff }]))
    },

    /** Ends the pause, of the peer and of the messages that it put off; the next failure goes on from where it was. */
    async endPause(tx: Tx, siteId: SiteId): Promise<void> {
      const set = { nextAttemptAt: null }
      await tx.update(peerLinks).set(set).where(eq(peerLinks.siteId, siteId))
      const isPending = and(isNull(outbox.deliveredAt), isNull(outbox.refusedCode))
      await tx
        .update(outbox)
        .set(set)
        .where(and(eq(outbox.toSite, siteId), isPending))
    },

    async isDue(siteId: SiteId): Promise<boolean> {
      const waiting = await db
        .select({ siteId: peerLinks.siteId })
        .from(peerLinks)
        .where(sql`${peerLinks.siteId} = ${siteId} and ${peerLinks.nextAttemptAt} > now()`)
      return waiting.length === 0
    },
  }
}
