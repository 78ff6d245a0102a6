import { describe, expect, it } from 'vitest'
import { fingerprintFault, groupsOf, typedFingerprint } from './fingerprint.ts'

const FINGERPRINT = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'

describe('a fingerprint', () => {
  it('is shown in groups that are the whole of it', () => {
    expect(groupsOf(FINGERPRINT).slice(0, 2)).toEqual(['kPrK', '_qmx'])
    expect(groupsOf(FINGERPRINT).join('')).toBe(FINGERPRINT)
    expect(groupsOf('')).toEqual([])
  })

  it('may be typed with gaps', () => {
    expect(typedFingerprint(groupsOf(FINGERPRINT).join(' '))).toBe(FINGERPRINT)
  })

  it.each([
    ['the same', FINGERPRINT, undefined],
    ['the same with gaps', ` ${groupsOf(FINGERPRINT).join(' · ')}\n`, undefined],
    ['another of the same length', `x${FINGERPRINT.slice(1)}`, 'other'],
    ['in another case', FINGERPRINT.toUpperCase(), 'other'],
    ['its beginning', FINGERPRINT.slice(0, 40), 'length'],
    ['nothing', '', 'length'],
  ])('is held against %s', (_, text, fault) => {
    expect(fingerprintFault(text, FINGERPRINT)).toBe(fault)
  })
})
