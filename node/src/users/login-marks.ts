import { createHash } from 'node:crypto'
import { and, eq, gt, inArray, lt, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import type { Origin } from './origin.ts'
import { loginMarks } from './schema.ts'

export type LoginMarks = ReturnType<typeof createLoginMarks>

/** How well whoever wants to log in is known: by a device of the account, by its network, or not. */
export type Acquaintance = 'device' | 'network' | 'stranger'

const DAY_MS = 86_400_000
const LIFE_MS = { device: 180 * DAY_MS, network: 90 * DAY_MS } as const

export function createLoginMarks(db: Db) {
  const digestsOf = (email: string, { address, deviceToken }: Origin) => ({
    network: digestOf(`network ${email} ${address}`),
    // The same query is made for whoever sends no device token.
    device: digestOf(`device ${email} ${deviceToken ?? ''}`),
  })

  return {
    async acquaintance(email: string, origin: Origin, now: Date): Promise<Acquaintance> {
      const digests = digestsOf(email, origin)
      const found = await db
        .select({ kind: loginMarks.kind })
        .from(loginMarks)
        .where(
          and(
            inArray(loginMarks.digest, [digests.network, digests.device]),
            gt(loginMarks.expiresAt, now),
          ),
        )
      const kinds = found.map(({ kind }) => kind)
      if (kinds.includes('device')) return 'device'
      return kinds.includes('network') ? 'network' : 'stranger'
    },

    /** Remembers from where the owner has shown to be one. */
    async remember(
      { id, email }: { readonly id: string; readonly email: string },
      origin: Origin,
      now: Date,
    ): Promise<void> {
      const digests = digestsOf(email, origin)
      const kinds =
        origin.deviceToken === undefined ? ['network' as const] : (['network', 'device'] as const)
      await db
        .insert(loginMarks)
        .values(
          kinds.map((kind) => ({
            digest: digests[kind],
            accountId: id,
            kind,
            expiresAt: new Date(now.getTime() + LIFE_MS[kind]),
          })),
        )
        .onConflictDoUpdate({
          target: loginMarks.digest,
          set: { expiresAt: sql`excluded.expires_at` },
        })
    },

    async deleteExpired(now: Date): Promise<void> {
      await db.delete(loginMarks).where(lt(loginMarks.expiresAt, now))
    },
  }
}

export async function forgetMarks(tx: Tx, accountId: string): Promise<void> {
  await tx.delete(loginMarks).where(eq(loginMarks.accountId, accountId))
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
