import { describe, expect, it } from 'vitest'
import { deedsFor } from './deeds.ts'
import { exampleAccount } from './fixtures.ts'

describe('what can be done with an account', () => {
  it('is what its state allows', () => {
    const invited = exampleAccount({ isSetUp: false })
    const disabled = exampleAccount({ isDisabled: true })
    const leaving = exampleAccount({ isDisabled: true, isBeingDeleted: true })

    expect(deedsFor(invited, false)).toEqual(['again', 'revoke'])
    expect(deedsFor(disabled, false)).toEqual(['enable', 'remove'])
    expect(deedsFor(leaving, false)).toEqual([])
    expect(deedsFor(exampleAccount(), false)).toContain('makeAdmin')
    expect(deedsFor(exampleAccount({ role: 'site-admin' }), false)).toContain('makeResearcher')
  })

  it('is not to lock oneself out', () => {
    const deeds = deedsFor(exampleAccount({ role: 'site-admin' }), true)

    expect(deeds).toEqual(['recovery', 'endSessions'])
  })
})
