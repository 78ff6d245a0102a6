import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { readAddress } from './client-address.ts'
import type { AppEnv } from './env.ts'
import { addressesIn, AddressList, createProxyList } from './trusted-proxies.ts'

const LOOPBACK = ['127.0.0.0/8', '::1']

async function addressOf(
  remoteAddress: string | undefined,
  forwarded?: string,
  proxies: readonly string[] = LOOPBACK,
): Promise<string> {
  const isProxy = createProxyList(proxies)
  const app = new Hono<AppEnv>().get('/', (c) => c.text(readAddress(c, isProxy)))
  const bindings = remoteAddress === undefined ? {} : { incoming: { socket: { remoteAddress } } }
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  return (await app.request('/', { headers }, bindings)).text()
}

describe('the address that requests are counted against', () => {
  it.each([
    ['the connection itself', '192.0.2.1', undefined, '192.0.2.1'],
    ['not what a stranger claims', '192.0.2.1', '203.0.113.9', '192.0.2.1'],
    ["what this machine's proxy saw", '127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['only what the proxy itself wrote', '127.0.0.1', 'forged, 203.0.113.9', '203.0.113.9'],
    ['by the mapped loopback too', '::ffff:127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['the proxy, when what it wrote is no address', '127.0.0.1', 'nonsense', '127.0.0.1'],
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

  it('is looked for behind every proxy that is trusted, and behind no other', async () => {
    const proxies = ['10.0.0.0/8', 'fd00::/8']

    const addresses = [
      await addressOf('10.1.2.3', 'forged, 203.0.113.9, 10.9.9.9', proxies),
      await addressOf('fd00::1', '203.0.113.9', proxies),
      await addressOf('127.0.0.1', '203.0.113.9', proxies),
      await addressOf('10.1.2.3', '203.0.113.9', []),
    ]

    expect(addresses).toEqual(['203.0.113.9', '203.0.113.9', '127.0.0.1', '10.1.2.3'])
  })
})

describe('the setting that lists trusted proxies', () => {
  it.each([
    ['10.0.0.0/8, fd00::/8', ['10.0.0.0/8', 'fd00::/8']],
    ['192.0.2.1', ['192.0.2.1']],
    ['', []],
  ])('reads "%s"', (text, expected) => {
    expect(addressesIn(AddressList.parse(text))).toEqual(expected)
  })

  it.each(['proxy.example', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/'])('refuses "%s"', (text) => {
    expect(AddressList.safeParse(text).success).toBe(false)
  })
})
