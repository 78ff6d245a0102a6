import { GeneralJws } from '@crosspanel/protocol/federation'
import { generateSigningKeyPair, importSigningKey } from '@crosspanel/protocol/keys'
import { SiteReport } from '@crosspanel/protocol/report'
import { sight } from '@crosspanel/protocol/sights'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLogger } from '../logger.ts'
import { HttpFailure } from './http-client.ts'
import type { SiteKeys } from './ports.ts'
import { RegistryRefusal } from './registry-client.ts'
import { createSiteReport, type ReportFacts } from './site-report.ts'

const siteId = 'site:lund'
const fine: ReportFacts = { isReady: true, checks: [{ name: 'disk', state: 'ok', seen: null }] }
const full: ReportFacts = { isReady: false, checks: [{ name: 'disk', state: 'failed', seen: 'x' }] }

async function openSite({ status = 'active' } = {}) {
  const { privateJwk } = await generateSigningKeyPair()
  const { key: signKey, kid: signKid } = await importSigningKey(privateJwk)
  const sent: SiteReport[] = []
  const world = { facts: fine, refuse: undefined as Error | undefined, activityReads: 0 }
  const report = createSiteReport({
    keys: { siteId, signKey, signKid } as SiteKeys,
    federation: {
      findSite: () => ({ member: { status } }) as never,
      version: () => 4,
    },
    registry: {
      putReport(_, jws) {
        if (world.refuse) return Promise.reject(world.refuse)
        const { payload } = GeneralJws.parse(jws)
        sent.push(SiteReport.parse(JSON.parse(Buffer.from(payload, 'base64url').toString())))
        return Promise.resolve()
      },
    },
    readFacts: () => Promise.resolve(world.facts),
    readActivity() {
      world.activityReads += 1
      return Promise.resolve({ from: '2026-02-01', to: '2026-02-28', cells: [] })
    },
    now: () => new Date(),
    log: createLogger({ siteId, logLevel: 'silent' }),
  })
  return { report, sent, world }
}

describe("a site's report to the registry", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'], now: Date.parse('2026-03-01T12:00:00Z') })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is sent each minute, with what its own page says of it', async () => {
    const { report, sent } = await openSite()

    for (let second = 0; second <= 120; second += 2) {
      await report.round()
      vi.advanceTimersByTime(2_000)
    }

    expect(sent).toHaveLength(3)
    expect(sent[0]).toMatchObject({
      siteId,
      isReady: true,
      documentVersion: 4,
      checks: fine.checks,
    })
  })

  it('is sent sooner when a state has changed', async () => {
    const { report, sent, world } = await openSite()
    await report.round()

    world.facts = full
    vi.advanceTimersByTime(5_000)
    await report.round()
    const tooSoon = sent.length
    vi.advanceTimersByTime(5_000)
    await report.round()

    expect(tooSoon).toBe(1)
    expect(sent[1]).toMatchObject({ isReady: false, checks: full.checks })
  })

  it('tells of activity once a day, and again when that did not arrive', async () => {
    const { report, sent, world } = await openSite()
    world.refuse = new HttpFailure(sight('answer.broken', { code: 'ECONNREFUSED' }))
    await report.round()
    world.refuse = undefined
    for (let minute = 0; minute < 3; minute += 1) {
      vi.advanceTimersByTime(60_000)
      await report.round()
    }
    vi.advanceTimersByTime(86_400_000)
    await report.round()

    expect(sent.map(({ activity }) => activity !== undefined)).toEqual([true, false, false, true])
    expect(world.activityReads).toBe(3)
  })

  it('has a serial that rises even when the clock goes back', async () => {
    const { report, sent } = await openSite()
    await report.round()
    vi.setSystemTime(Date.parse('2026-03-01T11:00:00Z'))
    vi.advanceTimersByTime(60_000)
    await report.round()

    expect(sent[1]?.serial).toBeGreaterThan(sent[0]?.serial ?? 0)
  })

  it('goes on after a refusal, such as that another process of the site has told since', async () => {
    const { report, sent, world } = await openSite()
    world.refuse = new RegistryRefusal(409, 'statement-stale', 'a newer one is there')
    await report.round()
    world.refuse = undefined
    vi.advanceTimersByTime(60_000)
    await report.round()

    expect(sent).toHaveLength(1)
  })

  it('is not sent by a site that is no active member', async () => {
    const { report, sent } = await openSite({ status: 'suspended' })

    await report.round()

    expect(sent).toEqual([])
  })
})
