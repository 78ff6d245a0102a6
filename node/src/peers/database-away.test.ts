import { describe, expect, it } from 'vitest'
import { isDatabaseAway } from './database-away.ts'

function failedWith(code: string): Error {
  const cause = Object.assign(new Error('driver'), { code })
  return new Error('Failed query', { cause })
}

describe('a database error', () => {
  it.each([
    '57P01',
    '08006',
    '40001',
    '53300',
    'CONNECTION_CLOSED',
    'CONNECT_TIMEOUT',
    'ECONNREFUSED',
  ])('with code %s says that the database is away', (code) => {
    expect(isDatabaseAway(failedWith(code))).toBe(true)
  })

  it.each(['23505', '22003', '42P01', '', 'ENOENT'])(
    'with code %j says that the request is wrong',
    (code) => {
      expect(isDatabaseAway(failedWith(code))).toBe(false)
    },
  )

  it('is none when it is something else', () => {
    expect(isDatabaseAway(new TypeError('boom'))).toBe(false)
    expect(isDatabaseAway('boom')).toBe(false)
  })
})
