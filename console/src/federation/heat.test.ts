import { describe, expect, it } from 'vitest'
import { cellOf, checksOf } from './heat.ts'

const site = (...checks: { name: string; state: 'ok' | 'degraded' | 'failed' }[]) => ({
  report: {
    received: '2026-03-01T00:00:00Z',
    ageS: 1,
    clockOffsetS: 0,
    software: { name: 'crosspanel', version: '0.1.0' },
    isReady: true,
    documentVersion: 1,
    checks: checks.map((check) => ({ ...check, seen: null })),
  },
})

describe('the table of sites by checks', () => {
  it('has every check that any site reports, the vital ones first', () => {
    const sites = [
      site({ name: 'clock', state: 'ok' }, { name: 'disk', state: 'ok' }),
      site({ name: 'zeta', state: 'ok' }, { name: 'database', state: 'ok' }),
      { report: null },
    ]

    expect(checksOf(sites)).toEqual(['database', 'disk', 'clock', 'zeta'])
  })

  it('knows nothing of a check that a site does not report: that is not ok', () => {
    const lund = site({ name: 'disk', state: 'failed' })

    expect(cellOf(lund, 'disk').state).toBe('failed')
    expect(cellOf(lund, 'clock').state).toBe('unknown')
    expect(cellOf({ report: null }, 'disk').state).toBe('unknown')
  })
})
