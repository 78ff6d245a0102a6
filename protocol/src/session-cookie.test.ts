import { describe, expect, it } from 'vitest'
import { cookieNameAt } from './session-cookie.ts'

describe('the name of a cookie', () => {
  it.each([
    ['two servers on one machine', 'http://127.0.0.1:8001', 'session_8001'],
    ['the other one', 'http://127.0.0.1:8002/', 'session_8002'],
    ['the usual port', 'http://lund.example/', 'session'],
    ['https', 'https://lund.example:8443', 'session'],
    ['an address that nobody has told', undefined, 'session'],
  ])('of %s', (_, url, name) => {
    expect(cookieNameAt(url, 'session')).toBe(name)
  })
})
