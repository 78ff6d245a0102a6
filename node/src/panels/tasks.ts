import type { PanelTaskView } from '@crosspanel/protocol/panel-admin'
import type { AddPanel } from '@crosspanel/protocol/panel-admin'
import { DomainError, problemOf, problemOfError, type Problem } from '@crosspanel/protocol/problem'
import { refusal } from '@crosspanel/protocol/refusals'
import PQueue from 'p-queue'
import type { Logger } from '../logger.ts'
import { EngineFailure } from '../pipeline/failures.ts'
import type { PanelProgress } from './add-panel.ts'
import { TASK_HEARTBEAT_MS, type PanelTaskRow, type PanelTaskStore } from './task-store.ts'

export interface PanelTasksDeps {
  readonly tasks: PanelTaskStore
  readonly newId: () => string
  readonly now: () => Date
  readonly log: Pick<Logger, 'error'>
}

/** The work itself: reports its progress, and stops when the signal says so. */
export type PanelWork = (
  onProgress: (progress: PanelProgress) => void,
  signal: AbortSignal,
) => Promise<void>

const LISTED_MAX = 50

export type PanelTasks = ReturnType<typeof createPanelTasks>

/** Adds panels one after another in the background; each is a row that says how far it is. */
export function createPanelTasks({ tasks, newId, now, log }: PanelTasksDeps) {
  const queue = new PQueue({ concurrency: 1 })
  const stop = new AbortController()

  async function perform(id: string, work: PanelWork): Promise<void> {
    let writing = Promise.resolve()
    const write = (what: () => Promise<void>) => {
      writing = writing
        .then(what)
        .catch((err: unknown) => log.error({ err }, 'progress of a panel task not written'))
    }
    const beat = setInterval(() => write(() => tasks.beat(id, now())), TASK_HEARTBEAT_MS)
    try {
      await work((progress) => write(() => tasks.progress(id, progress, now())), stop.signal)
      await writing
      await tasks.end(id, null, now())
    } catch (error) {
      await writing
      await tasks.end(id, problemFor(error, log), now())
    } finally {
      clearInterval(beat)
    }
  }

  return {
    async start(request: AddPanel, work: PanelWork): Promise<PanelTaskView> {
      const row = await tasks.start(newId(), request.panelId, now())
      if (row === undefined) {
        throw refusal('panel-exists.adding')
      }
      queue
        .add(() => perform(row.id, work))
        .catch((err: unknown) => log.error({ err }, 'panel task not ended'))
      return viewOf(row)
    },

    list: async (): Promise<PanelTaskView[]> => (await tasks.list(now(), LISTED_MAX)).map(viewOf),

    async require(id: string): Promise<PanelTaskView> {
      const row = await tasks.find(id, now())
      if (row === undefined) throw new DomainError('panel-task-not-found')
      return viewOf(row)
    },

    /** Stops what is under way, and waits until it has stopped. */
    async [Symbol.asyncDispose](): Promise<void> {
      stop.abort()
      await queue.onIdle()
    },
  }
}

function problemFor(error: unknown, log: PanelTasksDeps['log']): Problem {
  if (error instanceof DomainError) return problemOfError(error)
  if (error instanceof Error && error.name === 'AbortError') {
    return problemOfError(refusal('not-ready.stopped'))
  }
  log.error({ err: error }, 'adding a panel failed')
  return problemOf('internal', error instanceof EngineFailure ? { detail: error.message } : {})
}

function viewOf(row: PanelTaskRow): PanelTaskView {
  const { id, panelId, state, step, told, done, total, problem, createdAt, endedAt } = row
  return {
    taskId: id,
    ...{ panelId, state, step, done, total, problem },
    ...(told === null ? {} : { told }),
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }
}
