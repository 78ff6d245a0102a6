import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeviceLoginPoll, DeviceLoginStarted } from '@crosspanel/protocol/device-login'
import {
  EDGE_CONFIG,
  type Edge,
  openEdge,
  PASSWORD,
  type Person,
  refusal,
} from '../../../test/src/edge.ts'
import { notificationEvents } from '../notifications/schema.ts'
import { deviceLogins, sessions } from './schema.ts'

const MINUTE_MS = 60_000
const FROM = { address: '192.0.2.17' }

describe('the login of a machine without a browser', () => {
  let edge: Edge
  let ada: Person
  beforeAll(async () => {
    edge = await openEdge({ config: { ...EDGE_CONFIG, url: 'https://lund.example.org' } })
    ada = await edge.person('researcher')
  })
  afterAll(() => edge[Symbol.asyncDispose]())

  const later = (ms: number) => (edge.clock.now = new Date(edge.clock.now.getTime() + ms))
  const post = (path: string, body: object, token?: string) =>
    edge.call('POST', `/api/v1/device-logins${path}`, {
      body,
      ...(token === undefined ? {} : { token }),
    })
  const start = async (machine = 'hpc-login-3') =>
    (await (await post('', { machine })).json()) as DeviceLoginStarted
  const poll = ({ deviceCode }: DeviceLoginStarted) => post('/token', { deviceCode })
  const approve = ({ userCode }: DeviceLoginStarted, by = ada) =>
    post('/approve', { userCode }, by.token)
  const bodyOf = async (answer: Response) => (await answer.json()) as DeviceLoginPoll
  const whoami = async (token: string) => (await edge.call('GET', '/api/v1/me', { token })).status

  it('gives two codes, and where to type the short one', async () => {
    const started = await start()

    expect(started).toMatchObject({
      deviceCode: expect.stringMatching(/^cpc_[\w-]{43}$/) as string,
      userCode: expect.stringMatching(
        /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/,
      ) as string,
      verificationUri: 'https://lund.example.org/device',
      verificationUriComplete: `https://lund.example.org/device?code=${started.userCode}`,
      expiresInS: 600,
      intervalS: 5,
    })
  })

  it('keeps the digests of the codes only (T23)', async () => {
    const { deviceCode, userCode } = await start()

    const stored = JSON.stringify(await edge.db.select().from(deviceLogins))

    expect(stored).not.toContain(deviceCode)
    expect(stored).not.toContain(userCode.replace('-', ''))
  })

  it('tells the person which machine asks, from where and since when', async () => {
    const started = await start('hpc-login-3')

    const answer = await post('/look-up', { userCode: started.userCode.toLowerCase() }, ada.token)

    expect(await answer.json()).toEqual({
      userCode: started.userCode,
      machine: 'hpc-login-3',
      address: 'unknown',
      startedAt: edge.clock.now.toISOString(),
      expiresAt: new Date(edge.clock.now.getTime() + 10 * MINUTE_MS).toISOString(),
    })
  })

  it('opens a session of the command line once it was approved, for whoever approved it', async () => {
    const started = await start('hpc-login-3')
    const before = await bodyOf(await poll(started))
    expect((await approve(started)).status).toBe(204)

    const after = await bodyOf(await poll(started))

    expect(before).toEqual({ state: 'pending', intervalS: 5 })
    expect(after).toMatchObject({ state: 'approved', account: { email: ada.email } })
    const token = after.state === 'approved' ? after.token : ''
    const listed = await edge.call('GET', '/api/v1/sessions', { token })
    const { sessions: all } = (await listed.json()) as { sessions: { isCurrent: boolean }[] }
    expect(all.find(({ isCurrent }) => isCurrent)).toMatchObject({
      kind: 'command-line',
      client: 'hpc-login-3',
    })
    const [approved, opened] = (await edge.audit()).slice(-2)
    expect(approved).toMatchObject({
      action: 'device-login.approved',
      actor: `account:${ada.id}`,
    })
    expect(opened).toMatchObject({ action: 'session.opened', details: { kind: 'command-line' } })
  })

  it('is told to the account that has approved it', async () => {
    const bob = await edge.person('researcher')
    const started = await start('hpc-login-3')
    await approve(started, bob)
    await poll(started)

    const told = await edge.db
      .select()
      .from(notificationEvents)
      .where(eq(notificationEvents.recipient, `account:${bob.id}`))

    expect(told).toMatchObject([
      { kind: 'command-line-login', data: { machine: 'hpc-login-3', address: 'unknown' } },
    ])
  })

  it('gives its token once', async () => {
    const started = await start()
    await approve(started)

    const answers = await Promise.all([poll(started), poll(started), poll(started)])

    const statuses = answers.map(({ status }) => status)
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 410, 410])
  })

  it('is decided once', async () => {
    const started = await start()
    const bob = await edge.person('researcher')

    const answers = await Promise.all([approve(started), approve(started, bob)])

    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 404])
    expect((await post('/deny', { userCode: started.userCode }, ada.token)).status).toBe(404)
  })

  it('ends when it is refused, and says so to the machine', async () => {
    const started = await start()
    const denied = await post('/deny', { userCode: started.userCode }, ada.token)

    const answers = [await poll(started), await poll(started)]

    expect(denied.status).toBe(204)
    expect(await Promise.all(answers.map(refusal))).toEqual([
      [403, 'device-login-denied'],
      [410, 'device-code-expired'],
    ])
    expect((await edge.audit()).at(-1)).toMatchObject({ action: 'device-login.denied' })
  })

  it('ends after ten minutes, approved or not', async () => {
    const [waiting, approved] = [await start(), await start()]
    await approve(approved)
    later(10 * MINUTE_MS)

    const answers = [await poll(waiting), await poll(approved), await approve(waiting)]

    expect(await Promise.all(answers.map(refusal))).toEqual([
      [410, 'device-code-expired'],
      [410, 'device-code-expired'],
      [404, 'device-login-not-found'],
    ])
    later(1)
    await edge.users.removeExpired()
    expect(await edge.db.select().from(deviceLogins)).toEqual([])
  })

  it('tells a machine that asks too often to slow down, by five seconds each time', async () => {
    const started = await start()
    await poll(started)

    const early = await poll(started)
    later(5_000)
    const stillEarly = await poll(started)
    later(15_000)
    const intime = await bodyOf(await poll(started))

    expect([early.status, early.headers.get('retry-after')]).toEqual([429, '10'])
    expect(await refusal(early)).toEqual([429, 'slow-down'])
    expect(stillEarly.headers.get('retry-after')).toBe('15')
    expect(intime).toEqual({ state: 'pending', intervalS: 15 })
  })

  it('is gone when its approver has logged out everywhere else or changed the password (T25)', async () => {
    const bob = await edge.person('researcher')
    const [first, second] = [await start(), await start()]
    await approve(first, bob)
    await edge.call('DELETE', '/api/v1/sessions', { token: bob.token })
    await approve(second, bob)
    await edge.call('PUT', '/api/v1/me/password', {
      token: bob.token,
      body: { currentPassword: PASSWORD, newPassword: `${PASSWORD}, and another` },
    })

    const answers = [await poll(first), await poll(second)]

    expect(answers.map(({ status }) => status)).toEqual([410, 410])
  })

  it('opens nothing for an account that was closed meanwhile', async () => {
    const [bob, admin] = [await edge.person('researcher'), await edge.person('site-admin')]
    const started = await start()
    await approve(started, bob)
    await edge.call('PATCH', `/api/v1/accounts/${bob.id}`, {
      token: admin.token,
      body: { isDisabled: true },
    })

    const answer = await poll(started)

    expect(answer.status).toBe(410)
    const opened = await edge.db.select().from(sessions)
    expect(opened.filter(({ accountId }) => accountId === bob.id)).toEqual([])
  })

  it('is refused to a page of another site (T24)', async () => {
    const { userCode } = await start()

    const answer = await edge.call('POST', '/api/v1/device-logins/approve', {
      body: { userCode },
      token: ada.token,
      headers: { origin: 'https://elsewhere.example' },
    })

    expect(await refusal(answer)).toEqual([403, 'csrf-refused'])
  })

  it.each(['', ' ', 'x'.repeat(121), 'a\u001b[2Jb', 'a\u202Eb'])(
    'is refused to a machine that calls itself %j',
    async (machine) => {
      expect(await refusal(await post('', { machine }))).toEqual([400, 'invalid-request'])
    },
  )

  it('lets nobody guess user codes (T22)', async () => {
    const eve = await edge.person('researcher')
    const account = { id: eve.id, role: 'researcher', via: 'session' } as const
    const guess = async (userCode: string, address: string) =>
      edge.users
        .lookUpDeviceLogin(account, userCode, { address })
        .catch((error: unknown) => (error as { code?: string }).code)
    for (let wrong = 0; wrong < 10; wrong += 1) await guess('BBBBBBBB', `198.51.100.${wrong}`)

    const answers = [await guess('BBBBBBBB', '203.0.113.1'), await guess('BBBBBBBB', '203.0.113.2')]

    expect(answers).toEqual(['device-login-not-found', 'rate-limited'])
  })

  it('is begun thirty times from one address, and then now and then', async () => {
    const begin = () => edge.users.startDeviceLogin({ machine: 'a' }, FROM)
    for (let times = 0; times < 31; times += 1) await begin()

    await expect(begin()).rejects.toMatchObject({ code: 'rate-limited' })
    await expect(
      edge.users.startDeviceLogin({ machine: 'a' }, { address: '192.0.2.18' }),
    ).resolves.toBeDefined()
  })

  it('leaves the machine its session when its approver logs out', async () => {
    const bob = await edge.person('researcher')
    const started = await start()
    await approve(started, bob)
    await edge.call('POST', '/api/v1/logout', { token: bob.token })

    const after = await bodyOf(await poll(started))

    expect(await whoami(after.state === 'approved' ? after.token : '')).toBe(200)
  })
})
