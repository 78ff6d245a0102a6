import { describe, expect, it } from 'vitest'
import { contactOf } from './views.ts'

const now = new Date('2026-11-22T12:00:00Z')
const heard = (secondsAgo: number) => new Date(now.getTime() - secondsAgo * 1000)

describe('contact with a host', () => {
  it.each([
    [0, 'ok'],
    [179, 'ok'],
    [180, 'late'],
    [899, 'late'],
    [900, 'lost'],
  ])('%i s after it was heard of is %s', (secondsAgo, contact) => {
    expect(contactOf({ state: 'running', heardAt: heard(secondsAgo) }, now)).toBe(contact)
  })

  it.each(['checking', 'offered', 'completed', 'failed'] as const)(
    'is nothing to speak of while the job is %s',
    (state) => {
      expect(contactOf({ state, heardAt: heard(5000) }, now)).toBeNull()
    },
  )

  it('is unknown before the first word', () => {
    expect(contactOf({ state: 'queued', heardAt: null }, now)).toBeNull()
  })
})
