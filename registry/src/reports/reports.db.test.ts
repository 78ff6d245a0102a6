import type { ActivityCell } from '@crosspanel/protocol/report'
import { FederationActivity, SiteOverviewList } from '@crosspanel/protocol/site-overview'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type AdminCall,
  createTestSite,
  joinSite,
  openTestRegistry,
  outcomeOf,
  type TestRegistry,
  type TestSite,
} from '../../../test/src/registry-harness.ts'

const START = Date.parse('2026-03-10T10:00:00Z')
const PANEL = 'site:lund/swegen-v1'
const cell = (changes: Partial<ActivityCell> = {}): ActivityCell => ({
  day: '2026-03-09',
  panelId: PANEL,
  runs: 12,
  failed: 0,
  medianWaitS: 40,
  samples: 5000,
  ...changes,
})

describe('what a site sends', () => {
  it('is limited once its signature is verified, so that nobody else uses up its quota', async () => {
    const at = new Date(START).toISOString()
    await using registry = await openTestRegistry(
      { now: () => new Date(START) },
      { rateSitePerMin: 2 },
    )
    const admin = await registry.setUpAdmin()
    const [lund, ulm] = [
      await createTestSite('site:lund', START),
      await createTestSite('site:ulm', START),
    ]
    await joinSite(registry, admin, lund)
    const send = async (by: TestSite, serial: number) => {
      const jws = await by.signReport({ siteId: 'site:lund', serial, issued: at })
      return await outcomeOf(registry.call('PUT', '/v1/reports/site:lund', jws))
    }

    const byAnother = [await send(ulm, 1), await send(ulm, 2), await send(ulm, 3)]
    const byItself = [await send(lund, 1), await send(lund, 2), await send(lund, 3)]

    expect(new Set(byAnother)).toEqual(new Set(['422 signature-invalid']))
    expect(byItself.at(-1)).toBe('429 rate-limited')
    expect(byItself.slice(0, 2)).not.toContain('429 rate-limited')
  })
})

describe('activity', () => {
  const toldUpTo = async (now: string, to: string) => {
    const nowMs = Date.parse(now)
    await using registry = await openTestRegistry({ now: () => new Date(nowMs) })
    const lund = await createTestSite('site:lund', nowMs)
    await joinSite(registry, await registry.setUpAdmin(), lund)
    const activity = { from: '2026-03-09', to, cells: [] }
    const jws = await lund.signReport({ serial: 1, issued: now, activity })
    return await outcomeOf(registry.call('PUT', '/v1/reports/site:lund', jws))
  }

  it.each([
    ['2026-03-10T00:00:00Z', '2026-03-09', '200'],
    ['2026-03-10T23:58:00Z', '2026-03-10', '400 invalid-request'],
    ['2026-03-10T23:59:30Z', '2026-03-10', '200'],
    ['2026-03-10T23:59:30Z', '2026-03-11', '400 invalid-request'],
  ])('at %s up to %s: %s, for whole days are told, and clocks differ', async (now, to, outcome) => {
    expect(await toldUpTo(now, to)).toBe(outcome)
  })
})

describe("a site's report", () => {
  let registry: TestRegistry
  let admin: AdminCall
  let lund: TestSite
  let nowMs = START
  beforeAll(async () => {
    registry = await openTestRegistry({ now: () => new Date(nowMs) })
    admin = await registry.setUpAdmin()
    lund = await createTestSite('site:lund', START)
    await joinSite(registry, admin, lund)
  })
  afterAll(() => registry[Symbol.asyncDispose]())

  let serial = 1
  const report = async (
    changes: Parameters<TestSite['signReport']>[0] = {},
    { by = lund, path = 'site:lund' } = {},
  ) => {
    serial += 1
    const issued = new Date(nowMs).toISOString()
    const jws = await by.signReport({ serial, issued, ...changes })
    return registry.call('PUT', `/v1/reports/${path}`, jws)
  }
  const overview = async () => {
    const answer = await admin('GET', '/v1/members')
    const list = SiteOverviewList.parse(await answer.json())
    return list.members.find(({ siteId }) => siteId === 'site:lund')
  }
  const activity = async (query = '') =>
    FederationActivity.parse(await (await admin('GET', `/v1/activity${query}`)).json())

  it('is shown with its age and how far the clock is off', async () => {
    expect((await overview())?.report).toBeNull()

    await report({
      issued: new Date(nowMs + 7_000).toISOString(),
      checks: [{ name: 'disk', state: 'degraded', seen: '3 GB free' }],
    })
    nowMs += 30_000
    const site = await overview()

    expect(site?.report).toEqual({
      received: new Date(START).toISOString(),
      ageS: 30,
      clockOffsetS: 7,
      software: { name: 'crosspanel', version: '0.1.0' },
      isReady: true,
      documentVersion: 2,
      checks: [{ name: 'disk', state: 'degraded', seen: '3 GB free' }],
    })
  })

  it('stands beside what the site has signed of itself', async () => {
    const site = await overview()

    expect(site).toMatchObject({
      protocol: { min: 1, max: 1 },
      reach: 'inbound',
      panels: null,
      keys: [
        { use: 'sign', notBefore: new Date(START).toISOString() },
        { use: 'enc', notBefore: new Date(START).toISOString() },
      ],
    })
  })

  it('is taken from the site itself and nobody else, once, and not after a newer one', async () => {
    const stranger = await createTestSite('site:lund', START)
    const first = await report()
    const outcomes = [
      await outcomeOf(report({}, { by: stranger })),
      await outcomeOf(report({ siteId: 'site:ibadan' })),
      await outcomeOf(report({}, { path: 'site:ibadan' })),
      await outcomeOf(report({ serial: 2 })),
      await outcomeOf(registry.call('PUT', '/v1/reports/site:lund', await lund.signDescriptor())),
      await outcomeOf(
        report({
          activity: {
            from: '2026-03-09',
            to: '2026-03-09',
            cells: [cell({ panelId: 'site:ibadan/h3-v1' })],
          },
        }),
      ),
    ]

    expect(first.status).toBe(200)
    expect(outcomes).toEqual([
      '422 signature-invalid',
      '422 signature-invalid',
      '404 site-not-found',
      '409 statement-stale',
      '400 invalid-request',
      '422 signature-invalid',
    ])
  })

  it.each([1, 4, -1])('with a count of %d is refused: small numbers are not told', async (runs) => {
    const told = { from: '2026-03-09', to: '2026-03-09', cells: [cell({ runs })] }

    expect(await outcomeOf(report({ activity: told }))).toBe('400 invalid-request')
  })

  it('tells of activity by day and panel, and of its days once more when they have changed', async () => {
    await report({
      activity: {
        from: '2026-03-01',
        to: '2026-03-09',
        cells: [cell(), cell({ day: '2026-03-08' })],
      },
    })
    await report({
      activity: { from: '2026-03-09', to: '2026-03-09', cells: [cell({ runs: 13 })] },
    })
    await report()
    const told = await activity()

    expect(told).toEqual({
      from: '2026-02-08',
      to: '2026-03-09',
      cells: [
        { hostSite: 'site:lund', ...cell({ day: '2026-03-08' }) },
        { hostSite: 'site:lund', ...cell({ runs: 13 }) },
      ],
      told: [{ siteId: 'site:lund', siteName: 'Lund', until: '2026-03-09' }],
    })
    expect((await activity('?days=1')).cells).toHaveLength(1)
  })

  it('goes into a table for other programs, where small numbers are no numbers', async () => {
    const small = cell({ runs: null, failed: null, medianWaitS: null, samples: null })
    await report({
      activity: {
        from: '2026-03-08',
        to: '2026-03-09',
        cells: [cell({ day: '2026-03-08' }), small],
      },
    })

    const answer = await admin('GET', '/v1/activity.csv?days=2')

    expect(answer.headers.get('content-type')).toMatch(/^text\/csv/)
    expect((await answer.text()).split('\r\n')).toEqual([
      'day,host_site,panel,runs_ended,runs_failed,median_wait_s,samples',
      `2026-03-08,site:lund,${PANEL},12,0,40,5000`,
      `2026-03-09,site:lund,${PANEL},<5,<5,,`,
      '',
    ])
  })

  it('is not taken from a suspended site, whose last one grows old', async () => {
    await report()
    await admin('POST', '/v1/members/site:lund/suspend', { reason: 'a test' })
    const outcome = await outcomeOf(report())
    nowMs += 3_600_000
    const later = await overview()

    expect(outcome).toBe('403 peer-site-suspended')
    expect(later?.report?.ageS).toBe(3600)
  })
})
