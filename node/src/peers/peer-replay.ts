import type { SiteId } from '@crosspanel/protocol/ids'
import { HOP_TOKEN_REPLAY_WINDOW_S, type ValidHopToken } from '@crosspanel/protocol/hop-token'
import { sha256Hex } from '@crosspanel/protocol/digest'
import { sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import type { Hints } from '../hints.ts'
import { peerTokenUses } from './schema.ts'

export type ReplayGuard = ReturnType<typeof createReplayGuard>

/**
 * Tells whether a valid hop token is used for the first time (T8). Redis tells for all processes of
 * the site; Postgres does when Redis is gone or there is none. What this process has seen it remembers
 * itself, so that a token from just before Redis was lost or emptied is known, too.
 */
export function createReplayGuard(db: Db, hints: Pick<Hints, 'kind' | 'mark'>) {
  const seen = new Map<string, number>()

  function isSeenHere(token: string): boolean {
    const nowMs = performance.now()
    for (const [known, untilMs] of seen) {
      if (untilMs > nowMs) break
      seen.delete(known)
    }
    if (seen.has(token)) return true
    seen.set(token, nowMs + HOP_TOKEN_REPLAY_WINDOW_S * 1000)
    return false
  }

  async function isNewInDatabase(token: string): Promise<boolean> {
    const expiresAt = sql`now() + interval '1 second' * ${HOP_TOKEN_REPLAY_WINDOW_S}::int`
    const inserted = await db
      .insert(peerTokenUses)
      .values({ token, expiresAt })
      .onConflictDoNothing()
      .returning({ token: peerTokenUses.token })
    return inserted.length > 0
  }

  return {
    async isFirstUse({ issuer, jti }: Pick<ValidHopToken, 'issuer' | 'jti'>): Promise<boolean> {
      const token = `rp:${issuer satisfies SiteId}:${await sha256Hex(jti)}`
      if (isSeenHere(token)) return false
      const isMarked =
        hints.kind === 'redis' ? await hints.mark(token, HOP_TOKEN_REPLAY_WINDOW_S) : undefined
      return isMarked ?? isNewInDatabase(token)
    },

    /** Forgets tokens that have expired. */
    async sweep(): Promise<void> {
      await db.delete(peerTokenUses).where(sql`${peerTokenUses.expiresAt} < now()`)
    },
  }
}
