import { hash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { HttpBindings } from '@hono/node-server'
import { DomainError } from '@crosspanel/protocol/problem'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../http/env.ts'

export interface MetricsAccess {
  /** Who has it may read metrics from anywhere. */
  readonly token: string | undefined
  /** Address by which people and peers reach this node. */
  readonly url: string | undefined
}

const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

/**
 * Metrics are for a bearer of the token, or for a process on this machine. Behind a reverse proxy
 * everybody seems to come from this machine: a node with a public address takes the token only.
 */
export function requireMetricsAccess({ token, url }: MetricsAccess) {
  const isPublic = url !== undefined && !isLoopbackHost(new URL(url).hostname)
  return createMiddleware<AppEnv>(async (c, next) => {
    const given = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    const hasToken = token !== undefined && given !== undefined && isSame(given, token)
    if (!hasToken && (isPublic || given !== undefined || !isDirectFromHere(c))) {
      if (token !== undefined) throw new DomainError('unauthenticated', 'This needs the token.')
      throw new DomainError('forbidden', 'Set CROSSPANEL_METRICS_TOKEN to read metrics from afar.')
    }
    await next()
  })
}

function isDirectFromHere(c: Context<AppEnv>): boolean {
  // Absent when the app is called without a server, as tests do.
  const bindings = c.env as Partial<HttpBindings> | undefined
  const address = bindings?.incoming?.socket.remoteAddress ?? ''
  return isLoopbackAddress(address) && FORWARDED.every((name) => c.req.header(name) === undefined)
}

function isLoopbackAddress(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '')
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'))
}

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || isLoopbackAddress(host.replace(/^\[|\]$/g, ''))
}

function isSame(given: string, token: string): boolean {
  const digest = (text: string) => hash('sha256', text, 'buffer')
  return timingSafeEqual(digest(given), digest(token))
}
