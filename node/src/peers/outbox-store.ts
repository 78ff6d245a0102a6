import type { SiteId } from '@crosspanel/protocol/ids'
import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db, Tx } from '../db.ts'
import { outbox, outboxLanes, peerLinks } from './schema.ts'

export type Lane = (typeof outbox.$inferSelect)['lane']
export type OutboxRow = typeof outbox.$inferSelect
export interface LaneKey {
  readonly toSite: SiteId
  readonly lane: Lane
}

/** Full jitter, doubling from 1 s to 5 min: a message that the peer put off, while others go on. */
const PUT_OFF_FIRST_S = 1
const PUT_OFF_MAX_S = 300

export type OutboxStore = ReturnType<typeof createOutboxStore>

export function createOutboxStore(db: Db) {
  const isPending = and(isNull(outbox.deliveredAt), isNull(outbox.refusedCode))
  const isPeerDue = sql`not exists (select 1 from ${peerLinks}
    where ${peerLinks.siteId} = ${outbox.toSite} and ${peerLinks.nextAttemptAt} > now())`

  return {
    /** Lanes with something to send to a peer that may be tried now. */
    findDueLanes(): Promise<LaneKey[]> {
      return db
        .selectDistinct({ toSite: outbox.toSite, lane: outbox.lane })
        .from(outbox)
        .where(and(isPending, isEligible(), isPeerDue))
    },

    /** Takes the lane for a while, unless another process has it. */
    async claimLane({ toSite, lane }: LaneKey, worker: string, leaseMs: number): Promise<boolean> {
      const leasedUntil = sql`now() + interval '1 millisecond' * ${leaseMs}::int`
      const set = { leasedBy: worker, leasedUntil }
      const claimed = await db
        .insert(outboxLanes)
        .values({ toSite, lane, ...set })
        .onConflictDoUpdate({
          target: [outboxLanes.toSite, outboxLanes.lane],
          set,
          setWhere: sql`${outboxLanes.leasedBy} = ${worker} or ${outboxLanes.leasedUntil} < now()`,
        })
        .returning({ lane: outboxLanes.lane })
      return claimed.length > 0
    },

    async releaseLane({ toSite, lane }: LaneKey, worker: string): Promise<void> {
      await db
        .delete(outboxLanes)
        .where(
          and(
            eq(outboxLanes.toSite, toSite),
            eq(outboxLanes.lane, lane),
            eq(outboxLanes.leasedBy, worker),
          ),
        )
    },

    /** The oldest messages of a lane that may be sent now, in order. */
    nextOf({ toSite, lane }: LaneKey, limit: number): Promise<OutboxRow[]> {
      return db
        .select()
        .from(outbox)
        .where(and(eq(outbox.toSite, toSite), eq(outbox.lane, lane), isPending, isEligible()))
        .orderBy(asc(outbox.seq))
        .limit(limit)
    },

    async markDelivered(mid: string): Promise<void> {
      await db
        .update(outbox)
        .set({ deliveredAt: sql`now()`, attempts: sql`${outbox.attempts} + 1` })
        .where(and(eq(outbox.mid, mid), isPending))
    },

    /** Returns whether this call ended the message. */
    async markRefused(tx: Tx, mid: string, code: string): Promise<boolean> {
      const ended = await tx
        .update(outbox)
        .set({ refusedCode: code, attempts: sql`${outbox.attempts} + 1` })
        .where(and(eq(outbox.mid, mid), isPending))
        .returning({ mid: outbox.mid })
      return ended.length > 0
    },

    async putOff(tx: Tx, mid: string): Promise<void> {
      const pause = sql`least(${PUT_OFF_MAX_S}::float8,
        ${PUT_OFF_FIRST_S}::float8 * 2 ^ least(${outbox.attempts}, 20))`
      await tx
        .update(outbox)
        .set({
          attempts: sql`${outbox.attempts} + 1`,
          nextAttemptAt: sql`now() + interval '1 second' * random() * ${pause}`,
        })
        .where(and(eq(outbox.mid, mid), isPending))
    },
  }
}

/**
 * A message may go when it is not put off, no earlier one of its job is put off, and none waits in the
 * other lane: the messages of one job arrive in the order in which they were sent, whatever their lane.
 */
function isEligible(): SQL {
  const earlier = alias(outbox, 'earlier')
  return sql`(${outbox.nextAttemptAt} is null or ${outbox.nextAttemptAt} <= now())
    and not exists (select 1 from ${outbox} as earlier
      where ${earlier.toSite} = ${outbox.toSite} and ${earlier.job} = ${outbox.job}
        and ${earlier.seq} < ${outbox.seq}
        and ${earlier.deliveredAt} is null and ${earlier.refusedCode} is null
        and (${earlier.lane} <> ${outbox.lane} or ${earlier.nextAttemptAt} > now()))`
}
