import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { clientAddress } from './client-address.ts'
import type { AppEnv } from './env.ts'

const app = new Hono<AppEnv>().get('/', (c) => c.text(clientAddress(c)))

async function addressOf(remoteAddress: string | undefined, forwarded?: string): Promise<string> {
  const bindings = remoteAddress === undefined ? {} : { incoming: { socket: { remoteAddress } } }
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  return (await app.request('/', { headers }, bindings)).text()
}

describe('the address that failures are counted against', () => {
  it.each([
    ['the connection itself', '192.0.2.1', undefined, '192.0.2.1'],
    ['not what a stranger claims', '192.0.2.1', '203.0.113.9', '192.0.2.1'],
    ["what this machine's proxy saw", '127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['only what the proxy itself wrote', '127.0.0.1', 'forged, 203.0.113.9', '203.0.113.9'],
    ['by the mapped loopback too', '::ffff:127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['this machine', '::1', undefined, '0:0:0:0::/64'],
    [
      'the network of an IPv6 host',
      '2001:db8:1:2:aaaa:bbbb:cccc:dddd',
      undefined,
      '2001:db8:1:2::/64',
    ],
    ['the same network, written shorter', '2001:db8:1:2::1', undefined, '2001:db8:1:2::/64'],
    ['a network with zeros', '2001:db8::1', undefined, '2001:db8:0:0::/64'],
    ['nothing, without a server', undefined, undefined, 'unknown'],
  ])('is %s', async (_, remote, forwarded, expected) => {
    expect(await addressOf(remote, forwarded)).toBe(expected)
  })
})
