import type { QueueControl } from '@crosspanel/protocol/queue'
import type { QueueMode } from '@crosspanel/protocol/queue-mode'
import { and, eq, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import { type AuditEntry, recordAudit } from '../monitoring/audit.ts'
import { publish } from '../notifications/publish.ts'
import { queueControl, type RunEventRow, runEvents, type RunRow, runs } from './schema.ts'

export type QueueStore = ReturnType<typeof createQueueStore>

const LIST_MAX = 500

/** A queued run, and its place among those that may start now. */
export interface QueuedRow {
  readonly run: RunRow
  /** How it came into the queue. */
  readonly arrival: RunEventRow | null
  readonly position: number | null
}

/** The administrators' hand on the queue of runs. */
export function createQueueStore({ db, now }: { readonly db: Db; readonly now: () => Date }) {
  async function readControl(reader: Db | Tx = db): Promise<QueueControl> {
    const [row] = await reader.select().from(queueControl)
    if (row === undefined) return { mode: 'open', reason: '', changedAt: new Date(0).toISOString() }
    const { mode, reason, changedAt } = row
    return { mode, reason, changedAt: changedAt.toISOString() }
  }

  return {
    readControl,

    async setMode(
      actor: AuditEntry['actor'],
      change: { readonly mode: QueueMode; readonly reason: string },
    ): Promise<QueueControl> {
      return db.transaction(async (tx) => {
        const set = { ...change, changedAt: now() }
        await tx
          .insert(queueControl)
          .values(set)
          .onConflictDoUpdate({ target: queueControl.id, set })
        await recordAudit(tx, { actor, action: `queue.${change.mode}`, object: 'queue' })
        const control = { ...change, changedAt: set.changedAt.toISOString() }
        await publish(tx, { topic: 'site-admins', type: 'queue', subject: 'queue', data: control })
        return control
      })
    },

    /** Changes a run that waits in the queue; false when it does not, or does not exist. */
    async change(
      actor: AuditEntry['actor'],
      id: string,
      set: Partial<Pick<RunRow, 'priority' | 'isHeld'>> | 'due-now',
    ): Promise<boolean> {
      return db.transaction(async (tx) => {
        const changed = await tx
          .update(runs)
          .set(set === 'due-now' ? { notBefore: sql`now()` } : set)
          .where(and(eq(runs.id, id), eq(runs.state, 'queued')))
          .returning({ id: runs.id })
        if (changed.length === 0) return false
        const action = set === 'due-now' ? 'run.retried-now' : 'run.changed'
        const details = set === 'due-now' ? {} : set
        await recordAudit(tx, { actor, action, object: `run:${id}`, details })
        await publish(tx, { topic: 'site-admins', type: 'run', subject: id, data: details })
        return true
      })
    },

    /**
     * Queued runs as claims would take them: by priority, then a turn for each home site and in it
     * for each researcher, counting what is at work for them already.
     */
    async list(): Promise<QueuedRow[]> {
      const order = await db.execute<{ id: string; position: number | null }>(sql`
        with busy as (
          select home_site, subject, count(*) as at_work from runs
          where state in ('running', 'packaging') group by 1, 2
        ), site_busy as (select home_site, sum(at_work) as at_work from busy group by 1),
        turns as (
          select id, priority, created_at, home_site, subject, not is_held and not_before <= now() as is_due,
            row_number() over (partition by home_site, is_held or not_before > now() order by priority desc, created_at) as site_turn,
            row_number() over (partition by home_site, subject, is_held or not_before > now() order by priority desc, created_at) as subject_turn
          from runs where state = 'queued'
        )
        select turns.id, case when is_due then row_number() over (
            partition by is_due order by priority desc,
              site_turn + coalesce(site_busy.at_work, 0), subject_turn + coalesce(busy.at_work, 0), created_at
          )::int end as position
        from turns
          left join site_busy using (home_site)
          left join busy using (home_site, subject)
        order by position nulls last, created_at limit ${LIST_MAX}`)
      if (order.length === 0) return []
      const ids = order.map(({ id }) => id)
      const rows = await db
        .select({ run: runs, arrival: runEvents })
        .from(runs)
        .leftJoin(runEvents, and(eq(runEvents.runId, runs.id), eq(runEvents.seq, runs.seq)))
        .where(sql`${runs.id} = any(${sql.param(ids)}::uuid[])`)
      const byId = new Map(rows.map((row) => [row.run.id, row]))
      return order.flatMap(({ id, position }) => {
        const row = byId.get(id)
        return row === undefined ? [] : [{ ...row, position }]
      })
    },
  }
}
