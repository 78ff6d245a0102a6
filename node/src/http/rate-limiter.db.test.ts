import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import {
  createRateLimiter,
  RATE_CLASSES,
  type RateLimiter,
  type RateQuotas,
} from './rate-limiter.ts'

const quotasOf = (perMinute: number) =>
  Object.fromEntries(RATE_CLASSES.map((name) => [name, perMinute])) as RateQuotas
const LATER_MS = 3_600_000

describe('the rate limiter', () => {
  let redis: Redis
  beforeAll(() => {
    redis = new Redis(inject('redisUrl'))
  })
  afterAll(() => redis.disconnect())

  /** Shares when the test says so. */
  const open = (quota: number, client: Redis | undefined, prefix: string = randomUUID()) =>
    createRateLimiter({ quotas: quotasOf(quota), redis: client, prefix, shareEveryMs: LATER_MS })

  async function takeTimes(limiter: RateLimiter, times: number, key = 'ada'): Promise<boolean[]> {
    const allowed: boolean[] = []
    for (let n = 0; n < times; n += 1) {
      allowed.push((await limiter.take('read', key))?.isAllowed ?? true)
    }
    return allowed
  }

  it('lets a quota through in a minute and no more', async () => {
    await using limiter = open(2, redis)

    const verdicts = [
      await limiter.take('read', 'ada'),
      await limiter.take('read', 'ada'),
      await limiter.take('read', 'ada'),
    ]

    expect(verdicts).toEqual([
      { isAllowed: true, quota: 2, remaining: 1, resetS: 60 },
      { isAllowed: true, quota: 2, remaining: 0, resetS: 60 },
      { isAllowed: false, quota: 2, remaining: 0, resetS: 60 },
    ])
  })

  it('counts each key and each class apart', async () => {
    await using limiter = open(1, redis)
    await limiter.take('read', 'ada')

    const others = [await limiter.take('write', 'ada'), await limiter.take('read', 'eve')]

    expect(others.map((verdict) => verdict?.isAllowed)).toEqual([true, true])
  })

  it('has no limit where the quota is 0', async () => {
    await using limiter = open(0, redis)

    expect(await limiter.take('peer', 'site:lund')).toBeUndefined()
  })

  it('counts over all processes of a site', async () => {
    const prefix = randomUUID()
    await using one = open(5, redis, prefix)
    await using two = open(5, redis, prefix)
    await takeTimes(one, 3)
    await takeTimes(two, 2)
    await one.share()
    await two.share()

    const inTwo = await takeTimes(two, 1)
    await one.share()
    await takeTimes(one, 1)
    await two.share()
    await one.share()
    const inOne = await takeTimes(one, 1)

    expect([inTwo, inOne]).toEqual([[false], [false]])
  })

  it('keeps two sites on one Redis apart', async () => {
    await using lund = open(1, redis)
    await using capeTown = open(1, redis)
    await takeTimes(lund, 5)
    await lund.share()

    await capeTown.take('read', 'eve')
    await capeTown.share()

    expect(await takeTimes(capeTown, 1)).toEqual([true])
  })

  it('gives no quota back when Redis was flushed', async () => {
    const prefix = randomUUID()
    await using limiter = open(3, redis, prefix)
    await takeTimes(limiter, 3)
    await limiter.share()
    const keys = await redis.keys(`${prefix}:rate:*`)
    expect(keys).toHaveLength(1)
    await redis.del(keys)

    const after = await takeTimes(limiter, 1)
    await limiter.share()

    expect([after, await takeTimes(limiter, 1)]).toEqual([[false], [false]])
  })

  it.each([
    [
      'is out of reach',
      () => new Redis(1, '127.0.0.1', { lazyConnect: true, enableOfflineQueue: false }),
    ],
    ['was never there', () => undefined],
  ])('counts alone when Redis %s', async (_, connect) => {
    const client = connect()
    await using limiter = open(2, client)

    const before = await takeTimes(limiter, 2)
    await limiter.share()
    const after = await takeTimes(limiter, 1)

    client?.disconnect()
    expect([before, after]).toEqual([[true, true], [false]])
  })
})
