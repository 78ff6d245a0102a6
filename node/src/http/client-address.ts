import { isIPv6 } from 'node:net'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { AppEnv } from './env.ts'

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/**
 * Who to count failures against. `X-Forwarded-For` is believed only from a proxy on this machine,
 * and only its last entry, which that proxy wrote. IPv6 hosts choose their low 64 bits freely, so
 * the network stands for them.
 */
export function clientAddress(c: Context<AppEnv>): string {
  // Absent when the app is called without a server, as tests do.
  const bindings = c.env as Partial<HttpBindings> | undefined
  const direct = bindings?.incoming?.socket.remoteAddress ?? 'unknown'
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
  const address = LOOPBACK.has(direct) && forwarded ? forwarded : direct
  return isIPv6(address) && !address.includes('.') ? networkOf(address) : address
}

function networkOf(address: string): string {
  const [head = '', tail] = address.split('::')
  const left = head.split(':').filter((group) => group !== '')
  const right = (tail ?? '').split(':').filter((group) => group !== '')
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`
}
