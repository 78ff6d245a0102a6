import { type Because, because } from '@crosspanel/protocol/causes'
import { DomainError } from '@crosspanel/protocol/problem'
import type {
  ChangeQueue,
  ChangeQueuedRun,
  QueueControl,
  QueuedRun,
  QueueView,
} from '@crosspanel/protocol/queue'
import type { Hints } from '../hints.ts'
import type { Account } from '../users/account.ts'
import type { QueuedRow, QueueStore } from './queue-store.ts'
import type { RunService } from './service.ts'

export interface QueueServiceDeps {
  readonly queueStore: QueueStore
  readonly queueFacts: RunService['queueFacts']
  readonly hints: Pick<Hints, 'wake'>
  readonly now: () => Date
}
export type QueueService = ReturnType<typeof createQueueService>

/** What this site's administrators do with runs that wait. */
export function createQueueService({ queueStore, queueFacts, hints, now }: QueueServiceDeps) {
  async function requireChanged(change: Promise<boolean>): Promise<void> {
    if (!(await change)) throw new DomainError('run-not-queued')
    hints.wake('runs')
  }

  return {
    control: () => queueStore.readControl(),

    async view(): Promise<QueueView> {
      const [control, rows, facts] = await Promise.all([
        queueStore.readControl(),
        queueStore.list(),
        queueFacts(),
      ])
      return {
        control,
        queued: facts.queuedRuns,
        running: facts.runningRuns,
        runs: rows.map((row) => toView(row, control, now())),
      }
    },

    async setMode(account: Account, change: ChangeQueue): Promise<QueueControl> {
      const control = await queueStore.setMode(`account:${account.id}`, change)
      hints.wake('runs')
      return control
    },

    change: (account: Account, id: string, change: ChangeQueuedRun): Promise<void> =>
      requireChanged(queueStore.change(`account:${account.id}`, id, withoutUndefined(change))),

    /** Ends the pause after a failed attempt; what that attempt finished is not done again. */
    retryNow: (account: Account, id: string): Promise<void> =>
      requireChanged(queueStore.change(`account:${account.id}`, id, 'due-now')),
  }
}

function withoutUndefined({ priority, isHeld }: ChangeQueuedRun) {
  return {
    ...(priority === undefined ? {} : { priority }),
    ...(isHeld === undefined ? {} : { isHeld }),
  }
}

function toView(
  { run, arrival, position }: QueuedRow,
  control: QueueControl,
  now: Date,
): QueuedRun {
  const waits = waitsFor(run, position, control, now)
  return {
    runId: run.id,
    homeSite: run.homeSite,
    homeJob: run.homeJob,
    panelId: run.panelId,
    samples: run.samples,
    priority: run.priority,
    isHeld: run.isHeld,
    attempts: run.attempts,
    ...lastAttemptOf(arrival),
    queuedAt: run.createdAt.toISOString(),
    position: control.mode === 'paused' ? null : position,
    waitsFor: waits.cause,
    told: waits.told,
  }
}

/** A run that engines had comes back when an attempt has ended. */
function lastAttemptOf(arrival: QueuedRow['arrival']): Pick<QueuedRun, 'lastAttempt'> {
  if (arrival?.from !== 'running' && arrival?.from !== 'packaging') return {}
  const { at, cause, told } = arrival
  return { lastAttempt: { endedAt: at.toISOString(), cause, ...(told === null ? {} : { told }) } }
}

function waitsFor(
  run: Pick<QueuedRow['run'], 'isHeld' | 'notBefore'>,
  position: number | null,
  { mode, reason }: QueueControl,
  now: Date,
): Because {
  if (run.isHeld) return because('waits-for.release')
  if (mode === 'paused') {
    return reason === ''
      ? because('waits-for.resume')
      : because('waits-for.resume-because', { reason })
  }
  if (position === null) {
    const leftS = Math.max(1, Math.ceil((run.notBefore.getTime() - now.getTime()) / 1000))
    return because('waits-for.attempt', { leftS })
  }
  return position === 1
    ? because('waits-for.core')
    : because('waits-for.turn', { others: position - 1 })
}
