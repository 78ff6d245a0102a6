import { DomainError } from '@crosspanel/protocol/problem'
import { rateLimit, rateLimitPolicy, type RateLimitState } from '@crosspanel/protocol/rate-limit'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { AppEnv } from './env.ts'

const WINDOW_S = 60

/**
 * Counts calls in memory: a registry is one process, and its callers are sites that ask once in
 * minutes and a few admins. Without a quota (0) nothing is counted.
 */
function createCounter(policy: string, perMinute: number) {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_S })
  return async (key: string): Promise<{ state: RateLimitState; isOver: boolean } | undefined> => {
    if (perMinute === 0) return undefined
    const { consumedPoints, msBeforeNext } = await limiter.penalty(key)
    const resetS = Math.ceil(msBeforeNext / 1000)
    const remaining = Math.max(0, perMinute - consumedPoints)
    const state = { policy, quota: perMinute, windowS: WINDOW_S, remaining, resetS }
    return { state, isOver: consumedPoints > perMinute }
  }
}

/** Limits the requests of whom `keyOf` names, and tells them what is left. */
function limitBy(policy: string, perMinute: number, keyOf: (c: Context<AppEnv>) => string) {
  const count = createCounter(policy, perMinute)
  return createMiddleware<AppEnv>(async (c, next) => {
    const counted = await count(keyOf(c))
    if (counted !== undefined) {
      c.header('ratelimit-policy', rateLimitPolicy(counted.state), { append: true })
      c.header('ratelimit', rateLimit(counted.state), { append: true })
      if (counted.isOver) throw refusal(counted.state)
    }
    await next()
  })
}

export const limitAddress = (perMinute: number) =>
  limitBy('address', perMinute, (c) => c.var.address)

/** Of a federation admin who has logged in. */
export const limitAccount = (perMinute: number) =>
  limitBy('account', perMinute, (c) => c.var.admin.id)

/**
 * Limits what a site signs. It is counted once the signature is verified, and a descriptor, which
 * anybody can read and send again, only when it is new: nobody else can use up what a site may send.
 */
export function createSiteLimit(perMinute: number): (siteId: string) => Promise<void> {
  const count = createCounter('site', perMinute)
  return async (siteId) => {
    const counted = await count(siteId)
    if (counted?.isOver) throw refusal(counted.state)
  }
}

function refusal({ resetS }: RateLimitState): DomainError {
  return new DomainError('rate-limited', undefined, { retryAfterS: resetS })
}
