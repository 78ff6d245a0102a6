import type { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible'

/** Who is counted, and what for: an address for all it asks, an account by the kind of request, a peer for its calls. */
export const RATE_CLASSES = ['address', 'read', 'write', 'expensive', 'transfer', 'peer'] as const
export type RateClass = (typeof RATE_CLASSES)[number]
/** Requests a minute; 0 for no limit. */
export type RateQuotas = Readonly<Record<RateClass, number>>

export interface RateVerdict {
  readonly isAllowed: boolean
  readonly quota: number
  readonly remaining: number
  /** Until the count begins anew. */
  readonly resetS: number
}

export interface RateLimiter extends AsyncDisposable {
  /** Counts one request. `undefined` where there is no limit. */
  take(rateClass: RateClass, key: string): Promise<RateVerdict | undefined>
  /** Tells the other processes what was counted here, and learns what they have. */
  share(): Promise<void>
}

export interface RateLimiterDeps {
  readonly quotas: RateQuotas
  readonly redis: Redis | undefined
  /** Keeps several nodes apart on one Redis. */
  readonly prefix: string
  readonly shareEveryMs?: number
}

export const RATE_WINDOW_S = 60
const SHARE_EVERY_MS = 250

/**
 * Each process decides by its own count and tells Redis afterwards, in one pipeline four times a
 * second: docs/adr/0010-rate-limits-decided-locally.md. Without Redis each process counts alone.
 */
export function createRateLimiter(deps: RateLimiterDeps): RateLimiter {
  const { quotas, redis } = deps
  const counters = new Map(
    RATE_CLASSES.filter((name) => quotas[name] > 0).map((name) => [
      name,
      createCounter(name, deps),
    ]),
  )
  let timer: NodeJS.Timeout | undefined

  async function share(): Promise<void> {
    timer = undefined
    await Promise.all([...counters.values()].map((counter) => counter.share()))
  }

  function shareSoon(): void {
    timer ??= setTimeout(() => void share(), deps.shareEveryMs ?? SHARE_EVERY_MS).unref()
  }

  return {
    async take(rateClass, key) {
      const counter = counters.get(rateClass)
      if (counter === undefined) return undefined
      if (redis !== undefined) shareSoon()
      return counter.take(key)
    },
    share,
    async [Symbol.asyncDispose]() {
      clearTimeout(timer)
      await share()
    },
  }
}

function createCounter(name: RateClass, { quotas, redis, prefix }: RateLimiterDeps) {
  const quota = quotas[name]
  const options = { points: quota, duration: RATE_WINDOW_S }
  const own = new RateLimiterMemory(options)
  const shared =
    redis &&
    new RateLimiterRedis({ ...options, storeClient: redis, keyPrefix: `${prefix}:rate:${name}` })
  let unsent = new Map<string, number>()

  async function shareOne(key: string, count: number): Promise<void> {
    const all = await shared?.penalty(key, count).catch(() => undefined)
    // Redis is away: what it was not told it never learns, and the own count goes on.
    if (all === undefined) return
    const consumed = all.consumedPoints + (unsent.get(key) ?? 0)
    const known = (await own.get(key))?.consumedPoints ?? 0
    // Redis may have been flushed: the own count is never lowered within its minute.
    if (consumed > known) await own.set(key, consumed, Math.max(1, all.msBeforeNext) / 1000)
  }

  return {
    async take(key: string): Promise<RateVerdict> {
      const counted: RateLimiterRes = await own.penalty(key)
      if (shared !== undefined) unsent.set(key, (unsent.get(key) ?? 0) + 1)
      return {
        isAllowed: counted.consumedPoints <= quota,
        quota,
        remaining: Math.max(0, quota - counted.consumedPoints),
        resetS: Math.ceil(counted.msBeforeNext / 1000),
      }
    },

    async share(): Promise<void> {
      const counts = unsent
      unsent = new Map()
      await Promise.all([...counts].map(([key, count]) => shareOne(key, count)))
    },
  }
}
