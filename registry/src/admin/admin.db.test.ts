import { AdminSession } from '@crosspanel/protocol/registry-api'
import { describe, expect, it } from 'vitest'
import {
  ADMIN,
  openTestRegistry,
  outcomeOf,
  readAudit,
} from '../../../test/src/registry-harness.ts'

const HOUR_MS = 3_600_000

describe('the set-up link', () => {
  it('sets the password once and logs in', async () => {
    await using registry = await openTestRegistry()
    const body = { token: registry.founded.setUpToken, password: ADMIN.password }

    const first = await registry.call('POST', '/v1/set-up', body)
    const { token } = AdminSession.parse(await first.json())
    const members = registry.call('GET', '/v1/members', undefined, {
      authorization: `Bearer ${token}`,
    })

    expect(await outcomeOf(members)).toBe('200')
    expect(await outcomeOf(registry.call('POST', '/v1/set-up', body))).toBe(
      '410 set-up-link-expired',
    )
  })

  it('is used by one of two who follow it at the same time', async () => {
    await using registry = await openTestRegistry()
    const body = { token: registry.founded.setUpToken, password: ADMIN.password }
    const follow = () => outcomeOf(registry.call('POST', '/v1/set-up', body))

    const outcomes = await Promise.all([follow(), follow()])

    expect(outcomes.toSorted()).toEqual(['200', '410 set-up-link-expired'])
  })

  it('is not slowed when the clock of the second attempt was read before that of the first', async () => {
    let ms = Date.now()
    await using registry = await openTestRegistry({ now: () => new Date((ms -= 1)) })
    const follow = (password: string) =>
      outcomeOf(registry.call('POST', '/v1/set-up', { token: 'x'.repeat(40), password }))

    const outcomes = [await follow(ADMIN.password), await follow(ADMIN.password)]

    expect(outcomes).toEqual(['410 set-up-link-expired', '410 set-up-link-expired'])
  })

  it('ends after a day', async () => {
    await using registry = await openTestRegistry({
      now: () => new Date(Date.now() + 24 * HOUR_MS),
    })
    const body = { token: registry.founded.setUpToken, password: ADMIN.password }

    const outcome = await outcomeOf(registry.call('POST', '/v1/set-up', body))

    expect(outcome).toBe('410 set-up-link-expired')
  })

  it('is replaced by a later one for the same admin, which ends the sessions of the first', async () => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()
    const { token } = await registry.ctx.admins.inviteAdmin(ADMIN.email)
    const password = 'another long password'

    const answer = registry.call('POST', '/v1/set-up', { token, password })

    expect(await outcomeOf(answer)).toBe('200')
    expect(await outcomeOf(admin('GET', '/v1/members'))).toBe('401 unauthenticated')
  })

  it.each([
    ['410 set-up-link-expired', { token: 'x'.repeat(22) }],
    ['410 set-up-link-expired', { email: 'other@federation.example' }],
    ['400 invalid-request', { password: 'short' }],
    ['400 invalid-request', { token: '' }],
  ])('answers %s to %j', async (outcome, changes) => {
    await using registry = await openTestRegistry()
    const body = { token: registry.founded.setUpToken, password: ADMIN.password, ...changes }

    const answer = registry.call('POST', '/v1/set-up', body)

    expect(await outcomeOf(answer)).toBe(outcome)
  })
})

describe('logging in', () => {
  it('takes the address in any case, and is audited', async () => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()
    const body = { email: ADMIN.email.toUpperCase(), password: ADMIN.password }

    const outcome = await outcomeOf(registry.call('POST', '/v1/login', body))
    const actions = (await readAudit(admin)).map((line) => line.split(' ')[0])

    expect(outcome).toBe('200')
    expect(actions).toEqual([
      'federation.founded',
      'admin.invited',
      'admin.set-up',
      'admin.logged-in',
    ])
  })

  it('answers alike to a wrong password, an unknown address and one without a password (T22)', async () => {
    await using registry = await openTestRegistry()
    const logIn = (email: string) =>
      outcomeOf(registry.call('POST', '/v1/login', { email, password: 'wrong' }))

    const notSetUp = await logIn(ADMIN.email)
    await registry.setUpAdmin()

    expect(notSetUp).toBe('401 credentials-wrong')
    expect(await logIn(ADMIN.email)).toBe('401 credentials-wrong')
    expect(await logIn('nobody@federation.example')).toBe('401 credentials-wrong')
  })

  it('is slowed after five wrong passwords, also for the right one, and goes on after the pause', async () => {
    let nowMs = Date.now()
    await using registry = await openTestRegistry({ now: () => new Date(nowMs) })
    await registry.setUpAdmin()
    const logIn = (password: string) =>
      registry.call('POST', '/v1/login', { email: ADMIN.email, password })

    for (let attempt = 0; attempt < 5; attempt += 1) await logIn('wrong')
    await logIn('wrong')
    const slowed = await logIn(ADMIN.password)
    const retryAfterS = Number(slowed.headers.get('retry-after'))
    nowMs += retryAfterS * 1000
    const afterwards = await outcomeOf(logIn(ADMIN.password))

    expect(await outcomeOf(slowed)).toBe('429 rate-limited')
    expect(retryAfterS).toBeGreaterThan(0)
    expect(retryAfterS).toBeLessThanOrEqual(60)
    expect(afterwards).toBe('200')
  })

  it('counts attempts that come at the same time', async () => {
    const now = new Date()
    await using registry = await openTestRegistry({ now: () => now })
    await registry.setUpAdmin()
    const logIn = () =>
      outcomeOf(registry.call('POST', '/v1/login', { email: ADMIN.email, password: 'wrong' }))

    const outcomes = await Promise.all(Array.from({ length: 10 }, logIn))

    expect(outcomes.filter((outcome) => outcome === '401 credentials-wrong')).toHaveLength(5)
    expect(outcomes.filter((outcome) => outcome === '429 rate-limited')).toHaveLength(5)
  })

  it.each([
    ['a malformed body', '{', '400 malformed-json'],
    ['no password', '{"email":"a@b.example"}', '400 invalid-request'],
  ])('is refused with %s', async (_name, body, outcome) => {
    await using registry = await openTestRegistry()

    const answer = registry.app.request('/v1/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })

    expect(await outcomeOf(answer)).toBe(outcome)
  })
})

describe('a session', () => {
  it('ends after twelve hours', async () => {
    let nowMs = Date.now()
    await using registry = await openTestRegistry({ now: () => new Date(nowMs) })
    const admin = await registry.setUpAdmin()

    nowMs += 12 * HOUR_MS - 1
    const before = await outcomeOf(admin('GET', '/v1/members'))
    nowMs += 1
    const after = await outcomeOf(admin('GET', '/v1/members'))

    expect([before, after]).toEqual(['200', '401 unauthenticated'])
  })
})
