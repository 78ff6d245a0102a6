import { DomainError } from '@crosspanel/protocol/problem'
import { rateLimit, rateLimitPolicy } from '@crosspanel/protocol/rate-limit'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { readAddress } from './client-address.ts'
import type { AppEnv } from './env.ts'
import { RATE_WINDOW_S, type RateClass, type RateLimiter } from './rate-limiter.ts'

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])
/** Chunks of uploads, and downloads: many requests that are cheap. */
const TRANSFERS = /^\/api\/v1\/(uploads\/|files\/[^/]+\/content$)/
/** POST to these starts work for minutes, hashes a password or sends mail. */
const EXPENSIVE =
  /^\/api\/v1\/(jobs(\/[^/]+\/retry)?|panels|accounts|tokens|uploads)$|\/(export|test|check|replay)$/

/** Counts a request against `key` and says so in its answer. Seconds to wait when it was one too many. */
export async function count(
  c: Pick<Context, 'header'>,
  limiter: RateLimiter,
  rateClass: RateClass,
  key: string,
): Promise<number | undefined> {
  const verdict = await limiter.take(rateClass, key)
  if (verdict === undefined) return undefined
  const state = { policy: rateClass, windowS: RATE_WINDOW_S, ...verdict }
  c.header('ratelimit-policy', rateLimitPolicy(state))
  c.header('ratelimit', rateLimit(state))
  return verdict.isAllowed ? undefined : verdict.resetS
}

async function spend(...counted: Parameters<typeof count>): Promise<void> {
  const retryAfterS = await count(...counted)
  if (retryAfterS !== undefined) throw new DomainError('rate-limited', undefined, { retryAfterS })
}

/** Finds the address of every request, for the limits and for the login. */
export function findAddress(isProxy: (address: string) => boolean) {
  return createMiddleware<AppEnv>(async (c, next) => {
    c.set('address', readAddress(c, isProxy))
    await next()
  })
}

/** Before anything is looked up for a request, so that a flood of strangers costs a count in memory. */
export function limitAddress(limiter: RateLimiter) {
  return createMiddleware<AppEnv>(async (c, next) => {
    await spend(c, limiter, 'address', c.var.address)
    await next()
  })
}

export function limitAccount(limiter: RateLimiter) {
  return createMiddleware<AppEnv>(async (c, next) => {
    await spend(c, limiter, classOf(c.req.method, c.req.path), c.var.account.id)
    await next()
  })
}

export function classOf(method: string, path: string): RateClass {
  if (TRANSFERS.test(path)) return 'transfer'
  if (method === 'POST' && EXPENSIVE.test(path)) return 'expensive'
  return READING.has(method) ? 'read' : 'write'
}
