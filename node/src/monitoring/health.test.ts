import type { HealthReport } from '@crosspanel/protocol/status'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createLogger, type Logger } from '../logger.ts'
import { onError } from '../http/problems.ts'
import { requestLog } from '../http/request-log.ts'
import { createRouter } from '../http/router.ts'
import { type ReadinessDeps, readinessChecks } from './checks.ts'
import { createHealthService } from './health.ts'
import { healthRoutes } from './routes.ts'

const NOW = new Date('2026-01-01T12:00:00Z')
const secondsAgo = (seconds: number) => new Date(NOW.getTime() - seconds * 1000)

interface World extends ReadinessDeps {
  readonly log: Logger
}

function healthOf(over: Partial<World> = {}) {
  const world: World = {
    checkDatabase: () => Promise.resolve(),
    countPendingMigrations: () => Promise.resolve(0),
    workerSeenAt: () => Promise.resolve(secondsAgo(5)),
    freeBytes: () => Promise.resolve(5 * 1024 ** 3),
    diskFloorBytes: 1024 ** 3,
    hints: { kind: 'redis', isConnected: () => true },
    log: createLogger({ siteId: 'site:lund', logLevel: 'silent' }),
    now: () => NOW,
    ...over,
  }
  const readiness = readinessChecks(world)
  return createHealthService({ siteId: 'site:lund', readiness, others: {}, ...world })
}

const FAILURES: readonly [string, Partial<World>, string][] = [
  [
    'database',
    { checkDatabase: () => Promise.reject(new Error('ECONNREFUSED db.internal:5432')) },
    'it cannot be reached',
  ],
  [
    'migrations',
    { countPendingMigrations: () => Promise.resolve(2) },
    '2 migrations have not been applied',
  ],
  [
    'worker',
    { workerSeenAt: () => Promise.resolve(secondsAgo(31)) },
    'a worker was last seen 31 s ago',
  ],
  ['worker', { workerSeenAt: () => Promise.resolve(undefined) }, 'no worker has ever started'],
  ['disk', { freeBytes: () => Promise.resolve(5.4e8) }, '500.0 MB free, 1.1 GB needed'],
]

/** A look that is under way ends by its own time. */
async function end(loops: AsyncDisposable): Promise<void> {
  const ended = loops[Symbol.asyncDispose]()
  await vi.advanceTimersByTimeAsync(3_000)
  await ended
}

describe('readiness', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is there when every check passes', async () => {
    const health = healthOf()

    const { isReady, checks } = await health.report()

    expect(isReady).toBe(true)
    expect(checks.map(({ name, state }) => [name, state])).toEqual([
      ['database', 'ok'],
      ['migrations', 'ok'],
      ['worker', 'ok'],
      ['disk', 'ok'],
      ['hints', 'ok'],
    ])
  })

  it.each(FAILURES)('is not there when %s fails', async (name, over, seen) => {
    const health = healthOf(over)

    const { isReady, checks } = await health.report()

    expect(isReady).toBe(false)
    expect(checks.filter(({ state }) => state === 'failed')).toMatchObject([
      { name, state: 'failed', seen },
    ])
  })

  it('stays without Redis, which only hurries things along', async () => {
    const health = healthOf({ hints: { kind: 'redis', isConnected: () => false } })

    const { isReady, checks } = await health.report()

    expect(isReady).toBe(true)
    expect(checks).toContainEqual(
      expect.objectContaining({
        name: 'hints',
        state: 'degraded',
        seen: 'Redis is out of reach',
      }),
    )
  })

  it('is not there when a check gives no answer in a second', async () => {
    vi.useFakeTimers()
    const health = healthOf({ checkDatabase: () => new Promise(() => undefined) })
    const report = health.report()

    await vi.advanceTimersByTimeAsync(1_000)

    expect((await report).checks[0]).toMatchObject({
      name: 'database',
      state: 'failed',
      seen: 'no answer within 1 s',
    })
  })

  it('leaves the error of a check in the log, where it is not for everybody', async () => {
    const lines: string[] = []
    const destination = { write: (line: string) => void lines.push(line) }
    const log = createLogger({ siteId: 'site:lund', logLevel: 'info' }, destination)
    const checkDatabase = () => Promise.reject(new Error('ECONNREFUSED db.internal:5432'))

    const report = await healthOf({ checkDatabase, log }).report()

    expect(JSON.stringify(report)).not.toContain('db.internal')
    expect(lines.join('')).toContain('db.internal')
  })

  it('is examined at most every two seconds, however often it is asked for', async () => {
    vi.useFakeTimers()
    let examinations = 0
    const health = healthOf({ checkDatabase: () => Promise.resolve((examinations += 1)) })

    await Promise.all([health.report(), health.isReady()])
    await vi.advanceTimersByTimeAsync(1_999)
    await health.report()
    await vi.advanceTimersByTimeAsync(1)
    await health.report()

    expect(examinations).toBe(2)
  })

  it('asks nothing more of a part that has not answered yet, until it is given up', async () => {
    vi.useFakeTimers()
    let questions = 0
    const hanging = () => {
      questions += 1
      return new Promise<never>(() => undefined)
    }
    const health = healthOf({ checkDatabase: hanging })
    const loops = health.loops()

    await vi.advanceTimersByTimeAsync(9_000)
    const early = questions
    await vi.advanceTimersByTimeAsync(3_000)
    await end(loops)

    expect([early, questions]).toEqual([1, 2])
  })

  it('sees a part fail within two seconds, while another hangs, and nobody asks', async () => {
    vi.useFakeTimers()
    const world = { hangs: false, hasWorker: true }
    const health = healthOf({
      checkDatabase: () => (world.hangs ? new Promise(() => undefined) : Promise.resolve()),
      workerSeenAt: () => Promise.resolve(world.hasWorker ? NOW : undefined),
    })
    const loops = health.loops()
    await vi.advanceTimersByTimeAsync(5_000)
    const before = health.wasReady()

    Object.assign(world, { hangs: true, hasWorker: false })
    await vi.advanceTimersByTimeAsync(2_000)

    await end(loops)
    const failed = health.lastLooks().filter(({ state }) => state === 'failed')
    expect([before, failed.map(({ name }) => name)]).toEqual([true, ['database', 'worker']])
  })
})

describe('the health routes', () => {
  function appOf(over: Partial<World> = {}) {
    const log = createLogger({ siteId: 'site:lund', logLevel: 'silent' })
    const app = createRouter()
    app.onError(onError)
    app.use(requestLog({ log, newId: () => 'an-id' }))
    return app.route('/', healthRoutes(healthOf(over)))
  }
  const noWorker = { workerSeenAt: () => Promise.resolve(undefined) }

  it('say alive without looking at anything', async () => {
    const app = appOf({
      checkDatabase: () => {
        throw new Error('looked')
      },
    })

    const response = await app.request('/livez')

    expect([response.status, await response.text()]).toEqual([200, 'ok'])
  })

  it('say ready, with every check when asked', async () => {
    const app = appOf()

    const [brief, verbose] = await Promise.all(
      ['/readyz', '/readyz?verbose'].map(async (path) => {
        const response = await app.request(path)
        return (await response.json()) as HealthReport
      }),
    )

    expect(brief).toEqual({ isReady: true, checks: [] })
    expect(verbose?.checks).toHaveLength(5)
  })

  it('say what is wrong when not ready', async () => {
    const response = await appOf(noWorker).request('/readyz')

    expect(response.headers.get('retry-after')).toBe('5')
    expect(await response.json()).toMatchObject({
      status: 503,
      code: 'not-ready',
      detail: 'worker: no worker has ever started',
      errors: [{ pointer: '#/worker', detail: 'no worker has ever started' }],
    })
  })

  it.each([
    ['/readyz/disk', 200],
    ['/readyz/worker', 503],
    ['/readyz/nothing', 404],
  ])('answer for one check: %s %i', async (path, status) => {
    const response = await appOf(noWorker).request(path)

    expect(response.status).toBe(status)
  })
})
