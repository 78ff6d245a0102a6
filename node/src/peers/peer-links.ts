import type { SiteId } from '@crosspanel/protocol/ids'
import { eq, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import type { Hints } from '../hints.ts'
import type { Logger } from '../logger.ts'
import { peerLinks } from './schema.ts'

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
export type PeerLinks = ReturnType<typeof createPeerLinks>

/** What is known of the way to each peer. All times are the database's. */
export function createPeerLinks({ db, hints, log, backoffMaxMs }: PeerLinksDeps) {
  const writtenAt = new Map<SiteId, number>()

  return {
    /** The peer called us validly or answered us: it is there, and what waits for it is sent at once. */
    async heard(siteId: SiteId): Promise<void> {
      const last = writtenAt.get(siteId)
      if (last !== undefined && performance.now() - last < HEARD_WRITE_EVERY_MS) return
      writtenAt.set(siteId, performance.now())
      const [before] = await db
        .select({ lastError: peerLinks.lastError })
        .from(peerLinks)
        .where(eq(peerLinks.siteId, siteId))
      const now = sql`now()`
      const up = { failures: 0, nextAttemptAt: null, lastError: null, lastHeardAt: now }
      await db
        .insert(peerLinks)
        .values({ siteId, ...up })
        .onConflictDoUpdate({ target: peerLinks.siteId, set: up })
      if (before === undefined || before.lastError === null) return
      log.info({ peer: siteId }, 'peer is within reach again')
      hints.wake('outbox')
    },

    /** Puts the next attempt off: full jitter, doubling, or as long as the peer asked for. */
    async failed(siteId: SiteId, detail: string, retryAfterMs = 0): Promise<void> {
      writtenAt.delete(siteId)
      const askedMs = Math.min(retryAfterMs, RETRY_AFTER_MAX_MS)
      const pause = (failures: unknown) => sql`now() + interval '1 millisecond' * greatest(
        ${askedMs}::float8,
        random() * least(${backoffMaxMs}::float8,
          ${BACKOFF_FIRST_MS}::float8 * 2 ^ least(${failures}, ${DOUBLINGS_MAX}::int)))`
      const [row] = await db
        .insert(peerLinks)
        .values({ siteId, failures: 1, nextAttemptAt: pause(sql`0`), lastError: detail })
        .onConflictDoUpdate({
          target: peerLinks.siteId,
          set: {
            failures: sql`${peerLinks.failures} + 1`,
            nextAttemptAt: pause(peerLinks.failures),
            lastError: detail,
          },
        })
        .returning({ failures: peerLinks.failures })
      if (row?.failures === 1) log.warn({ peer: siteId, detail }, 'peer is out of reach')
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
