import { describe, expect, it } from 'vitest'
import { decodeInvite, encodeInvite } from './invite.ts'

const invite = {
  registryUrl: 'https://registry.example.org',
  rootFingerprint: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  token: 'Zm9ydHktdHdvLWlzLXRoZS1hbnN3ZXI',
}

describe('an invite', () => {
  it('comes back as it was, with blanks around it', () => {
    const decoded = decodeInvite(` ${encodeInvite(invite)}\n`)

    expect(decoded).toEqual(invite)
  })

  it.each(['', 'hello', 'xp1_', 'xp1_AAAA', encodeInvite(invite).slice(0, -5)])(
    'is refused when it is damaged: %j',
    (text) => {
      expect(() => decodeInvite(text)).toThrow(
        expect.objectContaining({ code: 'invalid-request' }) as Error,
      )
    },
  )

  it('does not repeat its secret in the error', () => {
    const damaged = `${encodeInvite(invite)}!`

    expect(() => decodeInvite(`x${damaged}`)).not.toThrow(damaged)
  })
})
