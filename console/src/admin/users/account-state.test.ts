import { describe, expect, it } from 'vitest'
import { quotasOf, stateOf, textsOf } from './account-state.ts'

describe('an account', () => {
  it('is in the state that matters most', () => {
    const active = { isBeingDeleted: false, isDisabled: false, isSetUp: true }

    expect(stateOf(active)).toBe('active')
    expect(stateOf({ ...active, isSetUp: false })).toBe('invited')
    expect(stateOf({ ...active, isDisabled: true, isSetUp: false })).toBe('disabled')
    expect(stateOf({ ...active, isDisabled: true, isBeingDeleted: true })).toBe('leaving')
  })
})

describe('quotas', () => {
  it('go back to the settings where nothing is typed', () => {
    expect(quotasOf({ jobsLive: '7', jobsPerDay: ' ', storageBytes: '1,5' })).toEqual({
      jobsLive: 7,
      jobsPerDay: null,
      storageBytes: 1_500_000_000,
    })
  })

  it.each([{ jobsLive: '-1' }, { jobsLive: '1.5' }, { storageBytes: 'much' }])(
    'are not taken as %o',
    (wrong) => {
      const texts = { jobsLive: '1', jobsPerDay: '1', storageBytes: '1', ...wrong }

      expect(quotasOf(texts)).toBeUndefined()
    },
  )

  it('are typed as they were', () => {
    const quota = (max: number, isOwn: boolean) => ({ max, isOwn })
    const texts = textsOf({
      jobsLive: quota(100, false),
      jobsPerDay: quota(7, true),
      storageBytes: quota(2_500_000_000, true),
    })

    expect(texts).toEqual({ jobsLive: '', jobsPerDay: '7', storageBytes: '2.5' })
    expect(quotasOf(texts)).toEqual({
      jobsLive: null,
      jobsPerDay: 7,
      storageBytes: 2_500_000_000,
    })
  })
})
