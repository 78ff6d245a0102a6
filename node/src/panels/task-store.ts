import type { PanelId } from '@crosspanel/protocol/ids'
import { panelStep } from '@crosspanel/protocol/panel-steps'
import type { Problem } from '@crosspanel/protocol/problem'
import { problemOfError } from '@crosspanel/protocol/problem'
import { refusal } from '@crosspanel/protocol/refusals'
import { and, desc, eq, lt, type SQL } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import { publish } from '../notifications/publish.ts'
import type { PanelProgress } from './add-panel.ts'
import { panelTasks } from './schema.ts'

export type PanelTaskRow = typeof panelTasks.$inferSelect
export type PanelTaskStore = ReturnType<typeof createPanelTaskStore>

/** A running task says that it lives at least this often. */
export const TASK_HEARTBEAT_MS = 5000
const TASK_DEAD_MS = 60_000

export function createPanelTaskStore(db: Db) {
  /** Ends tasks whose process died, so that their panel can be added again. */
  async function failDead(now: Date): Promise<void> {
    const deadline = new Date(now.getTime() - TASK_DEAD_MS)
    const problem = problemOfError(refusal('not-ready.died'))
    await changeRunning(lt(panelTasks.heardAt, deadline), {
      state: 'failed',
      endedAt: now,
      problem,
    })
  }

  async function changeRunning(which: SQL, change: Partial<PanelTaskRow>): Promise<void> {
    await db.transaction(async (tx) => {
      const rows = await tx
        .update(panelTasks)
        .set(change)
        .where(and(which, eq(panelTasks.state, 'running')))
        .returning()
      await announce(tx, rows)
    })
  }

  return {
    /** `undefined` when the panel is being added already. */
    async start(id: string, panelId: PanelId, now: Date): Promise<PanelTaskRow | undefined> {
      await failDead(now)
      return db.transaction(async (tx) => {
        const rows = await tx
          .insert(panelTasks)
          .values({
            ...{ id, panelId, ...panelStep('waiting'), done: 0, total: 1 },
            ...{ state: 'running', createdAt: now, heardAt: now },
          })
          .onConflictDoNothing()
          .returning()
        await announce(tx, rows)
        return rows[0]
      })
    },

    /** Whether any panel is being added now. */
    async areUnderWay(now: Date): Promise<boolean> {
      await failDead(now)
      return (await db.$count(panelTasks, eq(panelTasks.state, 'running'))) > 0
    },

    async find(id: string, now: Date): Promise<PanelTaskRow | undefined> {
      await failDead(now)
      const [row] = await db.select().from(panelTasks).where(eq(panelTasks.id, id))
      return row
    },

    /** The latest, newest first. */
    async list(now: Date, limit: number): Promise<PanelTaskRow[]> {
      await failDead(now)
      const newest = [desc(panelTasks.createdAt), desc(panelTasks.id)]
      return db
        .select()
        .from(panelTasks)
        .orderBy(...newest)
        .limit(limit)
    },

    progress: (id: string, progress: PanelProgress, now: Date): Promise<void> =>
      changeRunning(eq(panelTasks.id, id), { ...progress, heardAt: now }),

    async beat(id: string, now: Date): Promise<void> {
      await db
        .update(panelTasks)
        .set({ heardAt: now })
        .where(and(eq(panelTasks.id, id), eq(panelTasks.state, 'running')))
    },

    end: (id: string, problem: Problem | null, now: Date): Promise<void> =>
      changeRunning(eq(panelTasks.id, id), {
        state: problem === null ? 'done' : 'failed',
        problem,
        endedAt: now,
      }),
  }
}

/** Shows the open pages of administrators how far a task is. */
async function announce(tx: Tx, rows: readonly PanelTaskRow[]): Promise<void> {
  for (const { id, panelId, state, step, done, total } of rows) {
    const data = { panelId, state, step, done, total }
    await publish(tx, { topic: 'site-admins', type: 'panel-task', subject: id, data })
  }
}
