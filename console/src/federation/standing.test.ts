import { SILENT_AFTER_S as PROTOCOL_SILENT_AFTER_S } from '@crosspanel/protocol/report'
import { siteStateOf } from '@crosspanel/protocol/site-overview'
import { describe, expect, it } from 'vitest'
import {
  compareVersions,
  countUnheard,
  isClockOff,
  newestVersion,
  SILENT_AFTER_S,
  siteStateNow,
} from './standing.ts'

const report = (changes: { ageS?: number; isReady?: boolean; version?: string } = {}) => ({
  received: '2026-03-01T00:00:00Z',
  ageS: 10,
  clockOffsetS: 0,
  isReady: true,
  documentVersion: 1,
  checks: [],
  software: { name: 'crosspanel', version: changes.version ?? '0.1.0' },
  ...changes,
})
const degraded = {
  ...report(),
  checks: [{ name: 'disk', state: 'degraded' as const, seen: null }],
}

describe('how a site is now', () => {
  it.each([
    ['unknown', null, 0],
    ['ok', report(), 0],
    ['degraded', degraded, 0],
    ['failed', report({ isReady: false }), 0],
    ['silent', report({ ageS: 301, isReady: false }), 0],
    ['silent', report({ ageS: 200 }), 101],
  ] as const)('is %s', (state, told, sinceReadS) => {
    expect(siteStateNow(told, sinceReadS)).toBe(state)
  })

  it.each([null, report(), degraded, report({ ageS: 301 }), report({ isReady: false })])(
    'is what the registry says of it',
    (told) => {
      expect(siteStateNow(told, 0)).toBe(siteStateOf(told))
      expect(SILENT_AFTER_S).toBe(PROTOCOL_SILENT_AFTER_S)
    },
  )
})

describe('versions', () => {
  it.each([
    ['0.9.0', '0.10.0', -1],
    ['1.0.0', '1.0.0', 0],
    ['1.0.1', '1.0.0', 1],
    ['unknown', '0.0.1', -1],
    ['1.2.3-rc1', '1.2.3', 0],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign)
  })

  it('are held against the newest of active sites', () => {
    const sites = [
      { status: 'active' as const, report: report({ version: '0.9.0' }) },
      { status: 'suspended' as const, report: report({ version: '9.0.0' }) },
      { status: 'active' as const, report: report({ version: '0.10.0' }) },
      { status: 'active' as const, report: null },
    ]

    expect(newestVersion(sites)).toBe('0.10.0')
    expect(newestVersion([])).toBeUndefined()
  })
})

describe('sites that were not heard of', () => {
  it('are active ones that are silent or never reported', () => {
    const sites = [
      { status: 'active' as const, report: null },
      { status: 'active' as const, report: report({ ageS: 999 }) },
      { status: 'active' as const, report: report({ isReady: false }) },
      { status: 'suspended' as const, report: null },
    ]

    expect(countUnheard(sites, 0)).toBe(2)
  })
})

describe('a clock', () => {
  it.each([
    [4.9, false],
    [-5, true],
    [61, true],
  ])('that is %d s off', (offsetS, isOff) => {
    expect(isClockOff(offsetS)).toBe(isOff)
  })
})
