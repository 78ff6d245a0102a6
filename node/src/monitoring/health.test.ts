import type { HealthReport } from '@crosspanel/protocol/status'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createLogger } from '../logger.ts'
import { onError } from '../http/problems.ts'
import { requestLog } from '../http/request-log.ts'
import { createRouter } from '../http/router.ts'
import { createHealthService, type HealthServiceDeps } from './health.ts'
import { healthRoutes } from './routes.ts'

const NOW = new Date('2026-01-01T12:00:00Z')
const secondsAgo = (seconds: number) => new Date(NOW.getTime() - seconds * 1000)

function healthy(over: Partial<HealthServiceDeps> = {}): HealthServiceDeps {
  return {
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
}

const FAILURES: readonly [string, Partial<HealthServiceDeps>, string][] = [
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
  ['disk', { freeBytes: () => Promise.resolve(0.5 * 1024 ** 3) }, '0.5 GiB free, 1.0 GiB needed'],
]

describe('readiness', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is there when every check passes', async () => {
    const health = createHealthService(healthy())

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
    const health = createHealthService(healthy(over))

    const { isReady, checks } = await health.report()

    expect(isReady).toBe(false)
    expect(checks.filter(({ state }) => state === 'failed')).toEqual([
      { name, state: 'failed', seen },
    ])
  })

  it('stays without Redis, which only hurries things along', async () => {
    const health = createHealthService(
      healthy({ hints: { kind: 'redis', isConnected: () => false } }),
    )

    const { isReady, checks } = await health.report()

    expect(isReady).toBe(true)
    expect(checks).toContainEqual({
      name: 'hints',
      state: 'degraded',
      seen: 'Redis is out of reach',
    })
  })

  it('is not there when a check gives no answer in two seconds', async () => {
    vi.useFakeTimers()
    const health = createHealthService(
      healthy({ checkDatabase: () => new Promise(() => undefined) }),
    )
    const report = health.report()

    await vi.advanceTimersByTimeAsync(2_000)

    expect((await report).checks[0]).toEqual({
      name: 'database',
      state: 'failed',
      seen: 'no answer within 2 s',
    })
  })

  it('leaves the error of a check in the log, where it is not for everybody', async () => {
    const lines: string[] = []
    const destination = { write: (line: string) => void lines.push(line) }
    const log = createLogger({ siteId: 'site:lund', logLevel: 'info' }, destination)
    const checkDatabase = () => Promise.reject(new Error('ECONNREFUSED db.internal:5432'))

    const report = await createHealthService(healthy({ checkDatabase, log })).report()

    expect(JSON.stringify(report)).not.toContain('db.internal')
    expect(lines.join('')).toContain('db.internal')
  })

  it('is examined at most every two seconds, however often it is asked for', async () => {
    let examinations = 0
    let now = NOW
    const health = createHealthService(
      healthy({
        now: () => now,
        checkDatabase: () => Promise.resolve((examinations += 1)),
      }),
    )

    await Promise.all([health.report(), health.isReady(), health.hasLiveWorker()])
    now = new Date(NOW.getTime() + 1_999)
    await health.report()
    now = new Date(NOW.getTime() + 2_000)
    await health.report()

    expect(examinations).toBe(2)
  })

  it('tells a dead worker from other trouble', async () => {
    const noDisk = createHealthService(healthy({ freeBytes: () => Promise.resolve(0) }))
    const noWorker = createHealthService(
      healthy({ workerSeenAt: () => Promise.resolve(secondsAgo(60)) }),
    )

    const alive = [await noDisk.hasLiveWorker(), await noWorker.hasLiveWorker()]

    expect(alive).toEqual([true, false])
  })
})

describe('the health routes', () => {
  function appOf(over: Partial<HealthServiceDeps> = {}) {
    const log = createLogger({ siteId: 'site:lund', logLevel: 'silent' })
    const app = createRouter()
    app.onError(onError)
    app.use(requestLog({ log, newId: () => 'an-id' }))
    return app.route('/', healthRoutes(createHealthService(healthy(over))))
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
