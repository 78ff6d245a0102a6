import { describe, expect, it } from 'vitest'
import { UserCode } from './device-login.ts'
import { isUserCode, plainUserCode, shownUserCode } from './user-code.ts'

describe('a user code', () => {
  it.each(['WDJB-MJHT', 'wdjbmjht', ' wdjb mjht ', 'WDJB–MJHT'])('is the same as %j', (typed) => {
    expect(plainUserCode(typed)).toBe('WDJBMJHT')
    expect(UserCode.parse(typed)).toBe('WDJBMJHT')
  })

  it.each(['', 'WDJB-MJH', 'WDJB-MJHTT', 'WDJB-MJHA', 'WDJB-MJH0', 'WDJB-MJHÉ'])(
    'is not %j',
    (typed) => {
      expect(isUserCode(plainUserCode(typed))).toBe(false)
      expect(UserCode.safeParse(typed).success).toBe(false)
    },
  )

  it('is read in two halves', () => {
    expect(shownUserCode('WDJBMJHT')).toBe('WDJB-MJHT')
  })
})
