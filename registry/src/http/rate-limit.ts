import { DomainError } from '@crosspanel/protocol/problem'
import { rateLimit, rateLimitPolicy } from '@crosspanel/protocol/rate-limit'
import { createMiddleware } from 'hono/factory'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { AppEnv } from './env.ts'

const WINDOW_S = 60

/**
 * Counts the requests of a network address, in memory: a registry is one process, and its callers
 * are sites that ask once in minutes and a few admins. 0 is no limit.
 */
export function limitAddress(perMinute: number) {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_S })
  return createMiddleware<AppEnv>(async (c, next) => {
    if (perMinute === 0) return next()
    const { consumedPoints, msBeforeNext } = await limiter.penalty(c.var.address)
    const resetS = Math.ceil(msBeforeNext / 1000)
    const remaining = Math.max(0, perMinute - consumedPoints)
    const state = { policy: 'address', quota: perMinute, windowS: WINDOW_S, remaining, resetS }
    c.header('ratelimit-policy', rateLimitPolicy(state))
    c.header('ratelimit', rateLimit(state))
    if (consumedPoints > perMinute) {
      throw new DomainError('rate-limited', undefined, { retryAfterS: resetS })
    }
    return next()
  })
}
