import { FederationStatus } from '@crosspanel/protocol/site-overview'
import { describe, expect, it } from 'vitest'
import { createTestSite, joinSite, openTestRegistry } from '../../../test/src/registry-harness.ts'

const START = Date.parse('2026-03-10T00:00:00Z')
const MINUTE_MS = 60_000

async function openWorld() {
  const clock = { ms: START }
  const registry = await openTestRegistry({ now: () => new Date(clock.ms) })
  const admin = await registry.setUpAdmin()
  const lund = await createTestSite('site:lund', START)
  await joinSite(registry, admin, lund)
  let serial = 0
  return {
    registry,
    admin,
    clock,
    async report(changes: { isReady?: boolean } = {}) {
      serial += 1
      const issued = new Date(clock.ms).toISOString()
      const jws = await lund.signReport({ serial, issued, ...changes })
      await registry.call('PUT', '/v1/reports/site:lund', jws)
    },
    async status() {
      return FederationStatus.parse(await (await registry.call('GET', '/v1/status')).json())
    },
    [Symbol.asyncDispose]: () => registry[Symbol.asyncDispose](),
  }
}

describe('the public status of the federation', () => {
  it('says how each site was when it was heard of last, and since when nobody knows', async () => {
    await using world = await openWorld()
    const states: unknown[] = []
    const look = async () => {
      world.clock.ms += 2_001
      states.push((await world.status()).sites[0]?.state)
    }

    await look()
    await world.report()
    await look()
    await world.report({ isReady: false })
    await look()
    world.clock.ms += 6 * MINUTE_MS
    await look()

    expect(states).toEqual(['unknown', 'ok', 'failed', 'silent'])
  })

  it('holds the time in which a site was heard of against the time that the registry was up', async () => {
    await using world = await openWorld()
    for (let minute = 0; minute < 60; minute += 5) {
      world.clock.ms = START + minute * MINUTE_MS
      await world.registry.ctx.reports.tick()
      if (minute < 30) await world.report({ isReady: minute < 15 })
    }
    world.clock.ms = START + 86_400_000

    const { sites } = await world.status()

    expect(sites[0]?.days).toEqual([
      { day: '2026-03-10', heardShare: 0.5, notReadyShare: 0.5 },
      { day: '2026-03-11', heardShare: null, notReadyShare: null },
    ])
  })

  it('shows what is announced now, and neither reasons nor reports', async () => {
    await using world = await openWorld()
    await world.admin('POST', '/v1/announcements', { text: 'Maintenance on Friday' })
    const from = new Date(START + 3_600_000).toISOString()
    await world.admin('POST', '/v1/announcements', { text: 'Later', from })
    await world.admin('POST', '/v1/members/site:lund/suspend', { reason: 'a lost key' })

    const status = await world.status()

    expect(status.announcements.map(({ text }) => text)).toEqual(['Maintenance on Friday'])
    expect(status.sites[0]).toMatchObject({ siteName: 'Lund', status: 'suspended', panels: 0 })
    expect(status.document).toMatchObject({ version: 3, isOpen: true })
    expect(JSON.stringify(status)).not.toContain('a lost key')
  })
})
