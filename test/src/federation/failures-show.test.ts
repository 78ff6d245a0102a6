import { join } from 'node:path'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { hasRedisServer, openPrivateRedis } from '@crosspanel/deploy/private-redis'
import { OverallHealth } from '@crosspanel/protocol/status'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { createFaultProxy, type FaultProxy } from '../fault-proxy.ts'
import { type TestAccount, TestNetwork, type TestNode } from '../network.ts'

/** Generous: what is held is that it shows by itself, without anybody's asking the part. */
const SHOWS = { timeout: 30_000, interval: 100 }

let stack: AsyncDisposableStack
let network: TestNetwork
let toPostgres: FaultProxy
let lund: TestNode
let admin: TestAccount
let researcher: TestAccount
let stopRedis: () => Promise<void>
beforeAll(async () => {
  await using building = new AsyncDisposableStack()
  if (!hasRedisServer()) throw new Error('the tests need redis-server')
  const dir = await mkdtemp(join(tmpdir(), 'cp-redis-'))
  building.defer(() => rm(dir, { recursive: true, force: true }))
  const redis = building.use(await openPrivateRedis(dir))
  stopRedis = async () => redis[Symbol.asyncDispose]()
  toPostgres = building.use(await createFaultProxy(Number(new URL(inject('postgresUrl')).port)))
  network = building.use(
    await TestNetwork.create(['lund', 'ibadan'], {
      environment: {
        REDIS_URL: redis.url,
        CROSSPANEL_ALERT_AFTER_LOOKS: '1',
        CROSSPANEL_ALERT_OVER_LOOKS: '1',
      },
      databaseVia: { lund: new URL(toPostgres.url).port },
    }),
  )
  lund = network.node('lund')
  admin = await lund.addAccount('site-admin')
  researcher = await lund.addAccount()
  stack = building.move()
})
afterAll(() => stack.disposeAsync())

async function overall(account?: TestAccount): Promise<OverallHealth> {
  const headers = account === undefined ? {} : { authorization: `Bearer ${account.token}` }
  const response = await fetch(`${lund.url}/api/v1/health/overall`, { headers })
  return OverallHealth.strict().parse(await response.json())
}
const stateOf = (health: OverallHealth, part: string) =>
  health.parts.find(({ name }) => name === part)?.state
const codes = (health: OverallHealth) => health.alerts?.map(({ code }) => code)

describe('a failure shows by itself', () => {
  it('of the database that hangs, with its alert, to an administrator who was seen before', async () => {
    await vi.waitFor(async () => {
      expect(stateOf(await overall(admin), 'database')).toBe('ok')
    }, SHOWS)
    toPostgres.setMode('swallow')

    await vi.waitFor(async () => {
      const health = await overall(admin)
      expect([stateOf(health, 'database'), health.isReady]).toEqual(['failed', false])
      expect(codes(health)).toContain('database-away')
    }, SHOWS)
    const [live, status, strangers] = await Promise.all([
      fetch(`${lund.url}/livez`),
      fetch(`${lund.url}/api/v1/status`),
      overall(),
    ])
    expect([live.status, status.status]).toEqual([200, 200])
    expect(strangers.alerts).toBeNull()
    expect(strangers.parts.every(({ seen }) => seen === null)).toBe(true)

    // Connections that have lost bytes are of no use any more.
    toPostgres.setMode('refuse')
    toPostgres.setMode('carry')
    await vi.waitFor(async () => {
      const health = await overall(admin)
      expect(stateOf(health, 'database')).toBe('ok')
      expect(codes(health)).not.toContain('database-away')
    }, SHOWS)
    await vi.waitFor(async () => {
      const { alerts } = await lund.running.context.monitoring.alerts.page({
        ...{ state: 'resolved', limit: 50 },
      })
      expect(alerts.map(({ code }) => code)).toContain('database-away')
    }, SHOWS)
  })

  it('of a peer that hangs, while the rest stays as it is', async () => {
    network.node('ibadan').proxy.setMode('swallow')

    await vi.waitFor(async () => {
      const { peers, isReady } = await overall(admin)
      expect(peers).toMatchObject([{ siteId: 'site:ibadan', state: 'failed', seen: 'no answer' }])
      expect(isReady).toBe(true)
    }, SHOWS)
    network.node('ibadan').proxy.setMode('refuse')
    network.node('ibadan').proxy.setMode('carry')
    await vi.waitFor(async () => {
      expect((await overall()).peers).toMatchObject([{ state: 'ok', seen: null }])
    }, SHOWS)
  })

  it('of Redis that is stopped, which does not make the node unready', async () => {
    await stopRedis()

    await vi.waitFor(async () => {
      const health = await overall(admin)
      expect([stateOf(health, 'hints'), health.isReady]).toEqual(['degraded', true])
      expect(codes(health)).toContain('hints-away')
    }, SHOWS)
  })

  it('and stands in the history, which a researcher does not see', async () => {
    const ask = (account: TestAccount, path: string) =>
      fetch(`${lund.url}/api/v1${path}`, { headers: { authorization: `Bearer ${account.token}` } })

    await vi.waitFor(async () => {
      const response = await ask(admin, '/health/history?days=1&subject=part:database')
      const { changes } = (await response.json()) as { changes: { to: string }[] }
      expect(changes.map(({ to }) => to)).toEqual(expect.arrayContaining(['failed', 'ok']))
    }, SHOWS)
    const system = await ask(admin, '/metrics/system')
    expect(await system.json()).toMatchObject({ volumes: [{ name: 'data' }] })
    const refused = ['/health/history', '/metrics/system', '/alerts'].map((path) =>
      ask(researcher, path),
    )
    expect((await Promise.all(refused)).map(({ status }) => status)).toEqual([403, 403, 403])
    expect((await overall(researcher)).alerts).toBeNull()
  })
})
