import { CLOCK_REFUSED_S } from '@crosspanel/protocol/alert-texts'
import { type Sight, sight } from '@crosspanel/protocol/sights'
import type { Told } from '@crosspanel/protocol/told'
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
/** Free space is told in these steps: a look that says something else goes to everybody who watches. */
const SPACE_STEP_BYTES = 1e8

export function readinessChecks(deps: ReadinessDeps) {
  return {
    database: async () => {
      await deps.checkDatabase()
      return ['ok', ...sight('database.ok')]
    },
    migrations: async () => {
      const pending = await deps.countPendingMigrations()
      return pending === 0
        ? ['ok', ...sight('migrations.ok')]
        : ['failed', ...sight('migrations.pending', { pending })]
    },
    worker: () => checkWorker(deps),
    disk: () => checkDisk(deps),
    hints: () => checkHints(deps.hints),
  } satisfies Readonly<Record<string, Check>>
}

async function checkWorker({ workerSeenAt, now }: ReadinessDeps): Promise<Finding> {
  const seenAt = await workerSeenAt()
  if (seenAt === undefined) return ['failed', ...sight('worker.never')]
  const ageMs = now().getTime() - seenAt.getTime()
  const seconds = Math.max(0, Math.round(ageMs / 1000))
  return [ageMs <= WORKER_LIVE_WITHIN_MS ? 'ok' : 'failed', ...sight('worker.seen', { seconds })]
}

async function checkDisk({ freeBytes, diskFloorBytes }: ReadinessDeps): Promise<Finding> {
  const free = await freeBytes()
  const params = {
    freeBytes: Math.floor(free / SPACE_STEP_BYTES) * SPACE_STEP_BYTES,
    neededBytes: diskFloorBytes,
  }
  return [free >= diskFloorBytes ? 'ok' : 'failed', ...sight('disk', params)]
}

/** Work goes on without Redis, only more slowly, so its absence does not make a node unready. */
function checkHints({ kind, isConnected }: ReadinessDeps['hints']): Finding {
  if (kind === 'in-process') return ['ok', ...sight('hints.in-process')]
  return isConnected() ? ['ok', ...sight('hints.ok')] : ['degraded', ...sight('hints.away')]
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
    ? ['ok', ...sight('engines.ok')]
    : ['degraded', ...sight('engines.missing', { names: [...gone].toSorted().join(', ') })]
}

/** Another store, such as an empty mount, answers as well as the right one. */
export function checkStore(
  trouble: { readonly seen: string; readonly told: Told } | undefined,
): Finding {
  return trouble === undefined
    ? ['ok', ...sight('store.ok')]
    : ['failed', trouble.seen, trouble.told]
}

/** Mails wait for their server and are sent when it is back, so nothing else has to wait. */
export function checkMail(isReached: boolean | undefined): Finding {
  if (isReached === undefined) return ['ok', ...sight('mail.unasked')]
  return isReached ? ['ok', ...sight('mail.ok')] : ['degraded', ...sight('mail.away')]
}

/** A clock is held against those of the peers that answer and of the registry. */
export function checkClock(offset: ClockOffset | undefined, warnS: number): Finding {
  if (offset === undefined) return ['ok', ...sight('clock.alone')]
  const distanceS = Math.abs(offset.medianS)
  const state = distanceS >= warnS ? 'degraded' : 'ok'
  return [distanceS >= CLOCK_REFUSED_S ? 'failed' : state, ...clockSight(offset)]
}

export function clockSight({ medianS, clocks }: ClockOffset): Sight {
  const params = { seconds: inTenths(Math.abs(medianS)), clocks }
  if (params.seconds === 0) return sight('clock.in-step', { clocks })
  return sight(medianS < 0 ? 'clock.fast' : 'clock.slow', params)
}

function inTenths(value: number): number {
  return Math.round(value * 10) / 10
}
