import type { AlertView } from '@crosspanel/protocol/alert'
import { describe, expect, it } from 'vitest'
import { backupState, mostUrgentFirst, untoldOf, worstFirst } from './urgency.ts'

const alert = (subject: string, changes: Partial<AlertView>): AlertView => ({
  id: '019ac0de-0000-7000-8000-000000000001',
  code: 'disk-low',
  subject,
  severity: 'warning',
  state: 'raised',
  seen: '',
  means: '',
  fix: '',
  raisedAt: '2026-11-26T12:00:00Z',
  acknowledgedAt: null,
  resolvedAt: null,
  silencedUntil: null,
  ...changes,
})

describe('what administrators read first', () => {
  it('is what is broken', () => {
    const parts = [{ state: 'ok' }, { state: 'failed' }, { state: 'degraded' }] as const

    expect(worstFirst(parts).map(({ state }) => state)).toEqual(['failed', 'degraded', 'ok'])
  })

  it('is told once: a part that an alert is about has no box of its own', () => {
    const parts = [
      { name: 'hints', state: 'degraded' },
      { name: 'worker', state: 'failed' },
      { name: 'disk', state: 'ok' },
    ] as const

    expect(untoldOf(parts, [{ code: 'hints-away' }]).map(({ name }) => name)).toEqual(['worker'])
    expect(untoldOf(parts, []).map(({ name }) => name)).toEqual(['worker', 'hints'])
  })

  it('is the critical alert that nobody sees to, and the one that has lasted longest', () => {
    const alerts = [
      alert('warning', {}),
      alert('seen to', { severity: 'critical', state: 'acknowledged' }),
      alert('later', { severity: 'critical' }),
      alert('first', { severity: 'critical', raisedAt: '2026-11-26T11:00:00Z' }),
    ]

    expect(mostUrgentFirst(alerts).map(({ subject }) => subject)).toEqual([
      'first',
      'later',
      'seen to',
      'warning',
    ])
  })

  it('is a back-up that is too old or was never made', () => {
    const now = Date.parse('2026-11-26T12:00:00Z')
    const taken = (at: string) => ({ taken: { at }, alertAfterS: 3_600 })

    expect(backupState(taken('2026-11-26T11:30:00Z'), now)).toBe('ok')
    expect(backupState(taken('2026-11-26T10:30:00Z'), now)).toBe('failed')
    expect(backupState({ taken: null, alertAfterS: 3_600 }, now)).toBe('failed')
  })
})
