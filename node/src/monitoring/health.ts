import type { CheckState, HealthCheck, HealthReport } from '@crosspanel/protocol/status'
import type { Hints } from '../hints.ts'
import type { Logger } from '../logger.ts'

export interface HealthServiceDeps {
  readonly checkDatabase: () => Promise<unknown>
  readonly countPendingMigrations: () => Promise<number>
  /** When any worker of this site last said that it is there. */
  readonly workerSeenAt: () => Promise<Date | undefined>
  readonly freeBytes: () => Promise<number>
  readonly diskFloorBytes: number
  readonly hints: Pick<Hints, 'kind' | 'isConnected'>
  readonly log: Pick<Logger, 'warn'>
  readonly now: () => Date
}
export type HealthService = ReturnType<typeof createHealthService>

type Finding = readonly [state: CheckState, seen: string]
type Check = () => Finding | Promise<Finding>

const CHECK_TIMEOUT_MS = 2_000
const REPORT_LIFE_MS = 2_000
/** A worker that claims or idles says so at least this often. */
const WORKER_LIVE_WITHIN_MS = 30_000
const GIB = 1024 ** 3

/** Whether the node can do its work now. Reports are shared for two seconds, so asking often costs nothing. */
export function createHealthService(deps: HealthServiceDeps) {
  const checks: Readonly<Record<string, Check>> = {
    database: async () => {
      await deps.checkDatabase()
      return ['ok', 'the database answers']
    },
    migrations: async () => {
      const pending = await deps.countPendingMigrations()
      return pending === 0
        ? ['ok', 'the schema is of this version']
        : ['failed', `${pending} migrations have not been applied`]
    },
    worker: () => checkWorker(deps),
    disk: () => checkDisk(deps),
    hints: () => checkHints(deps.hints),
  }
  let latest: { readonly takenMs: number; readonly report: Promise<HealthReport> } | undefined

  async function examine(): Promise<HealthReport> {
    const found = await Promise.all(
      Object.entries(checks).map(([name, check]) => runCapped(name, check, deps.log)),
    )
    return { isReady: found.every(({ state }) => state !== 'failed'), checks: found }
  }

  function report(): Promise<HealthReport> {
    const nowMs = deps.now().getTime()
    if (latest === undefined || Math.abs(nowMs - latest.takenMs) >= REPORT_LIFE_MS) {
      latest = { takenMs: nowMs, report: examine() }
    }
    return latest.report
  }

  return {
    report,
    isReady: async (): Promise<boolean> => (await report()).isReady,
    hasLiveWorker: async (): Promise<boolean> =>
      (await report()).checks.some(({ name, state }) => name === 'worker' && state === 'ok'),
  }
}

/** An error is not quoted, since it may name hosts: the log has it. */
async function runCapped(
  name: string,
  check: Check,
  log: HealthServiceDeps['log'],
): Promise<HealthCheck> {
  const { promise: timeout, resolve } = Promise.withResolvers<Finding>()
  const timer = setTimeout(
    () => resolve(['failed', `no answer within ${CHECK_TIMEOUT_MS / 1000} s`]),
    CHECK_TIMEOUT_MS,
  )
  try {
    const [state, seen] = await Promise.race([check(), timeout])
    return { name, state, seen }
  } catch (err) {
    log.warn({ err, check: name }, 'a health check failed')
    return { name, state: 'failed', seen: 'it cannot be reached' }
  } finally {
    clearTimeout(timer)
  }
}

async function checkWorker({ workerSeenAt, now }: HealthServiceDeps): Promise<Finding> {
  const seenAt = await workerSeenAt()
  if (seenAt === undefined) return ['failed', 'no worker has ever started']
  const ageMs = now().getTime() - seenAt.getTime()
  const seen = `a worker was last seen ${Math.max(0, Math.round(ageMs / 1000))} s ago`
  return [ageMs <= WORKER_LIVE_WITHIN_MS ? 'ok' : 'failed', seen]
}

async function checkDisk({ freeBytes, diskFloorBytes }: HealthServiceDeps): Promise<Finding> {
  const free = await freeBytes()
  const seen = `${(free / GIB).toFixed(1)} GiB free, ${(diskFloorBytes / GIB).toFixed(1)} GiB needed`
  return [free >= diskFloorBytes ? 'ok' : 'failed', seen]
}

/** Work goes on without Redis, only more slowly, so its absence does not make a node unready. */
function checkHints({ kind, isConnected }: HealthServiceDeps['hints']): Finding {
  if (kind === 'in-process') return ['ok', 'in this process: run one process only']
  return isConnected() ? ['ok', 'Redis answers'] : ['degraded', 'Redis is out of reach']
}
