import { access, constants } from 'node:fs/promises'
import type { Hints } from '../hints.ts'
import type { Engines } from '../pipeline/engines.ts'
import type { ClockOffset } from './clock.ts'
import type { Check, Finding } from './part.ts'

export interface ReadinessDeps {
  /** Resolves when the database answers. */
  readonly checkDatabase: () => Promise<unknown>
  readonly countPendingMigrations: () => Promise<number>
  /** When any worker of this site last said that it is there. */
  readonly workerSeenAt: () => Promise<Date | undefined>
  readonly freeBytes: () => Promise<number>
  readonly diskFloorBytes: number
  readonly hints: Pick<Hints, 'kind' | 'isConnected'>
  readonly now: () => Date
}

/** A worker that claims or idles says so at least this often. */
const WORKER_LIVE_WITHIN_MS = 30_000
const GIB = 1024 ** 3
/** Peers refuse calls whose clock is further away. */
export const CLOCK_REFUSED_S = 60

export function readinessChecks(deps: ReadinessDeps) {
  return {
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
  } satisfies Readonly<Record<string, Check>>
}

async function checkWorker({ workerSeenAt, now }: ReadinessDeps): Promise<Finding> {
  const seenAt = await workerSeenAt()
  if (seenAt === undefined) return ['failed', 'no worker has ever started']
  const ageMs = now().getTime() - seenAt.getTime()
  const seen = `a worker was last seen ${Math.max(0, Math.round(ageMs / 1000))} s ago`
  return [ageMs <= WORKER_LIVE_WITHIN_MS ? 'ok' : 'failed', seen]
}

async function checkDisk({ freeBytes, diskFloorBytes }: ReadinessDeps): Promise<Finding> {
  const free = await freeBytes()
  const seen = `${(free / GIB).toFixed(1)} GiB free, ${(diskFloorBytes / GIB).toFixed(1)} GiB needed`
  return [free >= diskFloorBytes ? 'ok' : 'failed', seen]
}

/** Work goes on without Redis, only more slowly, so its absence does not make a node unready. */
function checkHints({ kind, isConnected }: ReadinessDeps['hints']): Finding {
  if (kind === 'in-process') return ['ok', 'in this process: run one process only']
  return isConnected() ? ['ok', 'Redis answers'] : ['degraded', 'Redis is out of reach']
}

/** Engines that were there at start may have been removed since. */
export async function checkEngines({ found, missing }: Engines): Promise<Finding> {
  const gone = new Set(missing.map(({ name }) => name as string))
  for (const { name, file } of Object.values(found)) {
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (!isThere) gone.add(name)
  }
  return gone.size === 0
    ? ['ok', 'all engines are there']
    : ['degraded', `not installed: ${[...gone].toSorted().join(', ')}`]
}

/** Another store, such as an empty mount, answers as well as the right one. */
export function checkStore(trouble: { readonly seen: string } | undefined): Finding {
  return trouble === undefined
    ? ['ok', 'the store is the one that the files are in']
    : ['failed', trouble.seen]
}

/** Mails wait for their server and are sent when it is back, so nothing else has to wait. */
export function checkMail(isReached: boolean | undefined): Finding {
  if (isReached === undefined) return ['ok', 'the mail server was not asked yet']
  return isReached
    ? ['ok', 'the mail server answers']
    : ['degraded', 'the mail server is out of reach']
}

/** A clock is held against those of the peers that answer and of the registry. */
export function checkClock(offset: ClockOffset | undefined, warnS: number): Finding {
  if (offset === undefined) return ['ok', 'there is nobody to compare the clock with']
  const { medianS, against } = offset
  const seen = `${Math.abs(medianS).toFixed(1)} s ${medianS < 0 ? 'fast' : 'slow'} against ${against}`
  if (Math.abs(medianS) >= CLOCK_REFUSED_S) return ['failed', seen]
  return [Math.abs(medianS) >= warnS ? 'degraded' : 'ok', seen]
}
