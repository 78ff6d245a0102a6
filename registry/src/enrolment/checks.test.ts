import { generateEncryptionKeyPair, generateSigningKeyPair } from '@crosspanel/protocol/keys'
import type { NodeStatement } from '@crosspanel/protocol/federation'
import { describe, expect, it } from 'vitest'
import { listsEncryptionKey, requireInvited, signKeysInUse } from './checks.ts'

const NOW_MS = Date.UTC(2026, 5, 1)
const DAY_MS = 86_400_000
const invite = { organisation: 'Lund University', emailDomain: 'lund.example' }

function validity(fromDays: number, toDays: number) {
  return {
    notBefore: new Date(NOW_MS + fromDays * DAY_MS).toISOString(),
    notAfter: new Date(NOW_MS + toDays * DAY_MS).toISOString(),
  }
}

describe('the institution that was invited', () => {
  it.each(['ops@lund.example', 'ops@LUND.example', '"a@b"@lund.example'])(
    'is the one with the contact %s',
    (contact) => {
      expect(() => {
        requireInvited({ organisation: ' Lund University', contact }, invite)
      }).not.toThrow()
    },
  )

  it.each([
    ['Lund University', 'ops@lund.example.org'],
    ['Lund University', 'ops@xlund.example'],
    ['Lund University', 'ops@sub.lund.example'],
    ['Lund University', 'ops@lund.example@elsewhere.example'],
    ['Lund Universitet', 'ops@lund.example'],
  ])('is not %s with the contact %s (T14)', (organisation, contact) => {
    expect(() => {
      requireInvited({ organisation, contact }, invite)
    }).toThrow('the invite is for')
  })
})

describe('keys of a statement', () => {
  it('are in use from their first day to their last', async () => {
    const keys = await Promise.all([1, 2, 3].map(() => generateSigningKeyPair()))
    const [past, now, future] = keys
    const statement = {
      signKeys: [
        { key: past?.publicJwk, ...validity(-10, -1) },
        { key: now?.publicJwk, ...validity(-1, 1) },
        { key: future?.publicJwk, ...validity(1, 10) },
      ],
    } as NodeStatement

    const inUse = await signKeysInUse(statement, NOW_MS)

    expect([...inUse.keys()]).toEqual([now?.kid])
  })

  it('for encryption count in the same way', async () => {
    const { kid, publicJwk } = await generateEncryptionKeyPair()
    const listed = (fromDays: number, toDays: number) =>
      ({
        encryptionKeys: [{ key: publicJwk, ...validity(fromDays, toDays) }],
      }) as NodeStatement

    expect(await listsEncryptionKey(listed(-1, 1), kid, NOW_MS)).toBe(true)
    expect(await listsEncryptionKey(listed(-2, -1), kid, NOW_MS)).toBe(false)
    expect(await listsEncryptionKey(listed(1, 2), kid, NOW_MS)).toBe(false)
    expect(await listsEncryptionKey(listed(-1, 1), 'another', NOW_MS)).toBe(false)
  })
})
