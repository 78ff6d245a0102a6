import { describe, expect, it } from 'vitest'
import { callerAddress } from './address.ts'

describe("the caller's address", () => {
  it.each([
    ['the socket’s', '192.0.2.1', undefined, '192.0.2.1'],
    ['not what a caller from elsewhere claims', '192.0.2.1', '198.51.100.7', '192.0.2.1'],
    ['what a proxy on this machine says', '127.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['the last that the proxy added', '::1', '10.0.0.1, 2001:db8::1', '2001:db8::1'],
    ['the socket’s when the header is nonsense', '::ffff:127.0.0.1', 'me', '::ffff:127.0.0.1'],
    ['a word where there is no socket', undefined, undefined, 'local'],
  ])('is %s', (_name, socketAddress, forwardedFor, address) => {
    expect(callerAddress(socketAddress, forwardedFor)).toBe(address)
  })
})
