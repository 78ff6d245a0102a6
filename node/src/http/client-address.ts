import { isIP, isIPv6 } from 'node:net'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { Origin } from '../users/origin.ts'
import type { AppEnv } from './env.ts'

/**
 * Who to count requests against. `X-Forwarded-For` is believed only from a proxy that is trusted,
 * and read from its end: the last entry that is no trusted proxy itself is what the outermost of
 * ours wrote. IPv6 hosts choose their low 64 bits freely, so the network stands for them.
 */
export function readAddress(c: Context<AppEnv>, isProxy: (address: string) => boolean): string {
  // Absent when the app is called without a server, as tests do.
  const bindings = c.env as Partial<HttpBindings> | undefined
  const direct = bindings?.incoming?.socket.remoteAddress ?? 'unknown'
  const forwarded = c.req.header('x-forwarded-for')
  const address =
    forwarded !== undefined && isProxy(direct) ? outermost(forwarded, direct, isProxy) : direct
  return isIPv6(address) && !address.includes('.') ? networkOf(address) : address
}

/** What `readAddress` found for this request. */
export function clientAddress(c: Context<AppEnv>): string {
  return c.var.address
}

/** From where and with what somebody asks to be let in. */
export function originOf(c: Context<AppEnv>): Origin {
  return { address: clientAddress(c), userAgent: c.req.header('user-agent') }
}

function outermost(
  forwarded: string,
  direct: string,
  isProxy: (address: string) => boolean,
): string {
  let address = direct
  for (const entry of forwarded.split(',').reverse()) {
    const written = entry.trim()
    if (isIP(written) === 0) return address
    address = written
    if (!isProxy(address)) return address
  }
  return address
}

function networkOf(address: string): string {
  const [head = '', tail] = address.split('::')
  const left = head.split(':').filter((group) => group !== '')
  const right = (tail ?? '').split(':').filter((group) => group !== '')
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`
}
