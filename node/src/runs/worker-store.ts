import type { ReportedProgress } from '@crosspanel/protocol/job'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import { publish } from '../notifications/publish.ts'
import { runLanes, type RunRow, runs, workers } from './schema.ts'

export type WorkerStore = ReturnType<typeof createWorkerStore>
/** What a lease stands for: this claim of this run. */
export type Claim = Pick<RunRow, 'id' | 'fence'>

const AT_WORK = ['running', 'packaging'] as const

const leaseEnd = (leaseMs: number) => sql`now() + make_interval(secs => ${leaseMs / 1000})`

/** What a claim writes into the run, together with its move to `running`. */
export function claimChanges(worker: string, leaseMs: number) {
  return {
    worker,
    leaseUntil: leaseEnd(leaseMs),
    fence: sql`${runs.fence} + 1`,
    attempts: sql`${runs.attempts} + 1`,
    progress: null,
  }
}

/** What gives a run back to the queue. */
export function releaseChanges(waitMs: number, attempts: number) {
  return {
    worker: null,
    leaseUntil: null,
    notBefore: sql`now() + make_interval(secs => ${waitMs / 1000})`,
    attempts,
  }
}

/**
 * It goes from one waiting researcher to the next through the index and looks at the first run of
 * each, so a claim costs the same however long their queues are.
 */
const NEXT_RUN = sql`
  with recursive lanes as (
    (select home_site, subject from runs where state = 'queued' order by 1, 2 limit 1)
    union all
    select further.home_site, further.subject from lanes cross join lateral (
      select home_site, subject from runs
      where state = 'queued' and (home_site, subject) > (lanes.home_site, lanes.subject)
      order by 1, 2 limit 1
    ) further
  ), heads as (
    select lanes.home_site, lanes.subject, head.priority, head.since
    from lanes cross join lateral (
      select priority, created_at as since from runs
      where state = 'queued' and not_before <= now() and not is_held
        and home_site = lanes.home_site and subject = lanes.subject
      order by priority desc nulls last, created_at limit 1
    ) head
    where not exists (select from queue_control where mode = 'paused')
  ), busy as (
    select home_site, subject, count(*) as at_work from runs
    where state in ('running', 'packaging') group by 1, 2
  ), ordered as (
    select heads.home_site, heads.subject, heads.priority, heads.since,
      (select coalesce(sum(at_work), 0) from busy where busy.home_site = heads.home_site) as site_load,
      (select max(served_at) from run_lanes where run_lanes.home_site = heads.home_site) as site_served,
      (select coalesce(sum(at_work), 0) from busy
        where busy.home_site = heads.home_site and busy.subject = heads.subject) as subject_load,
      (select served_at from run_lanes
        where run_lanes.home_site = heads.home_site and run_lanes.subject = heads.subject) as subject_served
    from heads
    order by priority desc, site_load, site_served nulls first,
      subject_load, subject_served nulls first, since
  )
  select pick.id from ordered cross join lateral (
    select id from runs
    where state = 'queued' and not_before <= now() and not is_held
      and home_site = ordered.home_site and subject = ordered.subject
    order by priority desc nulls last, created_at limit 1 for update skip locked
  ) pick limit 1`

/** Leases of runs. All times are the database's, never a worker's. */
export function createWorkerStore(db: Db) {
  return {
    /**
     * The next queued run, locked: of the greatest priority, then of the home site with the fewest
     * runs at work, then of its researcher with the fewest. Who was served longest ago comes first
     * among equals, sites before researchers, then the run that has waited longest. Rows that another
     * worker is about to take are passed over; a paused queue gives none.
     */
    async lockNext(tx: Tx): Promise<RunRow | undefined> {
      const [run] = await tx
        .select()
        .from(runs)
        .where(sql`${runs.id} = (${NEXT_RUN})`)
        // Locked already; this reads it as it is now, and not as it was when the statement began.
        .for('update')
      if (run === undefined) return undefined
      const { homeSite, subject } = run
      const servedAt = sql`clock_timestamp()`
      await tx
        .insert(runLanes)
        .values({ homeSite, subject, servedAt })
        .onConflictDoUpdate({
          target: [runLanes.homeSite, runLanes.subject],
          set: { servedAt },
        })
      return run
    },

    /** Prolongs the lease. Undefined when the claim is no longer the latest, or the run has ended. */
    async renew(
      claim: Claim,
      leaseMs: number,
    ): Promise<{ isCancelRequested: boolean } | undefined> {
      const [renewed] = await db
        .update(runs)
        .set({ leaseUntil: leaseEnd(leaseMs) })
        .where(and(held(claim), inArray(runs.state, AT_WORK)))
        .returning({ isCancelRequested: runs.isCancelRequested })
      return renewed
    },

    /** Says that no engine works for the claim any more, after somebody else has ended the run. */
    async letGo(claim: Claim): Promise<void> {
      await db
        .update(runs)
        .set({ leaseUntil: null, worker: null })
        .where(and(held(claim), sql`not ${inArray(runs.state, AT_WORK)}`))
    },

    setProgress(claim: Claim, progress: ReportedProgress): Promise<boolean> {
      return db.transaction(async (tx) => {
        const set = await tx
          .update(runs)
          .set({ progress })
          .where(and(held(claim), inArray(runs.state, AT_WORK)))
          .returning({ id: runs.id })
        if (set.length === 0) return false
        const event = { topic: 'site-admins', type: 'run', subject: claim.id } as const
        const { phase, chunksDone, chunksTotal } = progress
        await publish(tx, { ...event, data: { progress: { phase, chunksDone, chunksTotal } } })
        return true
      })
    },

    /** Runs whose worker has not renewed its lease in time. */
    listAbandoned(): Promise<RunRow[]> {
      return db
        .select()
        .from(runs)
        .where(and(inArray(runs.state, AT_WORK), sql`${runs.leaseUntil} < now()`))
    },

    /** Whether the run is still abandoned, asked under its lock. */
    async isAbandoned(tx: Tx, id: string): Promise<boolean> {
      const [row] = await tx
        .select({ id: runs.id })
        .from(runs)
        .where(and(eq(runs.id, id), inArray(runs.state, AT_WORK), sql`${runs.leaseUntil} < now()`))
      return row !== undefined
    },

    async beat(name: string): Promise<void> {
      await db
        .insert(workers)
        .values({ name, seenAt: sql`now()` })
        .onConflictDoUpdate({ target: workers.name, set: { seenAt: sql`now()` } })
      await db.delete(workers).where(sql`${workers.seenAt} < now() - interval '1 day'`)
      await db.delete(runLanes).where(sql`${runLanes.servedAt} < now() - interval '1 day'`)
    },

    /** When a worker of this site was last seen, and how long ago that is by the database's clock, seconds. */
    async lastSeen(): Promise<{ seenAt: Date; agoS: number } | undefined> {
      const [row] = await db
        .select({
          seenAt: workers.seenAt,
          agoS: sql<number>`extract(epoch from now() - ${workers.seenAt})::float8`,
        })
        .from(workers)
        .orderBy(sql`${workers.seenAt} desc`)
        .limit(1)
      return row
    },
  }
}

function held({ id, fence }: Claim) {
  return and(eq(runs.id, id), eq(runs.fence, fence))
}
