import { describe, expect, it } from 'vitest'
import { formatPosition, isVisible, parsePosition } from './live-position.ts'

describe('the place of a client in the order of commits', () => {
  it.each([
    { at: 1_700_000_000_000, snapshot: '10:20:12,15' },
    { at: 0, snapshot: '10:10:', within: { since: '7:9:8', seq: 3 } },
  ])('is the same after being written and read: %o', (position) => {
    expect(parsePosition(formatPosition(position))).toEqual(position)
  })

  it.each([
    '',
    'x',
    '~',
    'abc~10:9:',
    'abc~0:9:',
    'abc~10:20:9',
    'abc~10:20:20',
    'abc~10:20:15,12',
    'abc~10:20:~10:20:',
    'abc~10:20:~10:20:~x',
    'abc~10:20:~10:20:~1~2',
    "abc~10:20:'",
    `abc~10:99999999999999999999:`,
    `a~1:9999:${Array.from({ length: 3000 }, (_, i) => i + 1).join(',')}`,
  ])('is not read out of %j', (text) => {
    expect(parsePosition(text)).toBeUndefined()
  })

  it.each([
    [9n, true],
    [10n, true],
    [12n, false],
    [13n, true],
    [20n, false],
    [21n, false],
  ])('has transaction %s behind it: %s', (transaction, expected) => {
    expect(isVisible(transaction, '10:20:12,15')).toBe(expected)
  })
})
