import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../test/src/postgres.ts'
import { openDb } from '../db.ts'
import type { Acquaintance } from './login-marks.ts'
import { createLoginThrottle, limitsOf, type LoginThrottle } from './login-throttle.ts'
import { loginAttempts } from './schema.ts'

const START = new Date('2026-01-01T00:00:00Z')
const later = (seconds: number) => new Date(START.getTime() + seconds * 1000)

describe('the pauses between failed logins', () => {
  let database: TestDatabase
  let opened: ReturnType<typeof openDb>
  let throttle: LoginThrottle
  beforeAll(async () => {
    database = await cloneDatabase('node')
    opened = openDb(database.url)
    throttle = createLoginThrottle(opened.db)
  })
  afterAll(async () => {
    await opened.close()
    await database[Symbol.asyncDispose]()
  })

  /** Seconds to wait, or 0 when the attempt may go on. */
  const attempt = (
    email: string,
    address: string,
    at: Date,
    by: Acquaintance = 'stranger',
  ): Promise<number> =>
    throttle.attempt(limitsOf(email, { address }, by), at).then(
      () => 0,
      (error: unknown) => (error as { retryAfterS: number }).retryAfterS,
    )

  it('do not begin with a free attempt whose clock was read before that of the one it follows', async () => {
    await attempt('d@example.org', '192.0.2.4', later(1))

    const pauseS = await attempt('d@example.org', '192.0.2.4', later(0.995))

    expect(pauseS).toBe(0)
  })

  it('double from one second to fifteen for one account at one address', async () => {
    const pauses: number[] = []
    let atS = 0
    for (let n = 0; n < 12; n += 1) {
      await attempt('a@example.org', '192.0.2.1', later(atS))
      const pauseS = await attempt('a@example.org', '192.0.2.1', later(atS))
      pauses.push(pauseS)
      atS += pauseS
    }

    expect(pauses).toEqual([0, 0, 0, 1, 2, 4, 8, 15, 15, 15, 15, 15])
  })

  it('rise to three minutes for all strangers together, and not for who is known', async () => {
    const strangers: number[] = []
    let atS = 0
    for (let n = 0; n < 45; n += 1) {
      const waitS = await attempt('b@example.org', `203.0.113.${n}`, later(atS))
      strangers.push(waitS)
      atS += waitS
    }

    const owner = [
      await attempt('b@example.org', '192.0.2.2', later(atS), 'network'),
      await attempt('b@example.org', '192.0.2.3', later(atS), 'device'),
    ]

    expect(strangers.slice(0, 21)).toEqual(Array<number>(21).fill(0))
    expect(Math.max(...strangers)).toBe(180)
    expect(owner).toEqual([0, 0])
  })

  it('come for an address that tries many accounts, not for another address', async () => {
    const waits: number[] = []
    for (let n = 0; n < 52; n += 1) {
      waits.push(await attempt(`n${n}@example.org`, '198.51.100.7', START))
    }

    expect(waits.slice(0, 51).every((wait) => wait === 0)).toBe(true)
    expect(waits[51]).toBe(1)
    expect(await attempt('n99@example.org', '198.51.100.8', START)).toBe(0)
  })

  it('do not come for a person who knows the password', async () => {
    const waits: number[] = []
    for (let n = 0; n < 200; n += 1) {
      waits.push(await attempt('c@example.org', '192.0.2.3', START))
      await throttle.succeeded(
        limitsOf('c@example.org', { address: '192.0.2.3' }, 'stranger'),
        START,
      )
    }

    expect(Math.max(...waits)).toBe(0)
  })

  it('are kept without the address or the e-mail, and forgotten after an hour', async () => {
    await attempt('d@example.org', '192.0.2.4', START)
    const rows = await opened.db.select().from(loginAttempts)

    await throttle.forgetOld(later(86_400))

    expect(JSON.stringify(rows)).not.toMatch(/example|192\.0/)
    expect(await opened.db.select().from(loginAttempts)).toEqual([])
  })
})
