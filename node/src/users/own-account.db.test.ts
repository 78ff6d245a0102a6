import { randomUUID } from 'node:crypto'
import type { SessionView, TokenView } from '@crosspanel/protocol/account'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Edge, openEdge, PASSWORD, type Person, refusal } from '../../../test/src/edge.ts'
import { notificationEvents } from '../notifications/schema.ts'
import { recoveryRequests } from './schema.ts'

const NEW_PASSWORD = 'another quiet password'
const DAY_MS = 86_400_000

let edge: Edge
let ada: Person
beforeAll(async () => {
  edge = await openEdge()
})
beforeEach(async () => {
  ada = await edge.person('researcher')
})
afterAll(() => edge[Symbol.asyncDispose]())

const asAda = (method: string, path: string, body?: object) =>
  edge.call(method, `/api/v1${path}`, { token: ada.token, ...(body ? { body } : {}) })
const logIn = (email: string, password: string, headers: Record<string, string> = {}) =>
  edge.call('POST', '/api/v1/login', { body: { email, password, kind: 'command-line' }, headers })
const toldOf = (recipient: string) =>
  edge.db.select().from(notificationEvents).where(eq(notificationEvents.recipient, recipient))

async function openAnother(userAgent = 'node'): Promise<string> {
  const answer = await logIn(ada.email, PASSWORD, { 'user-agent': userAgent })
  return ((await answer.json()) as { token: string }).token
}
const sessions = async () =>
  ((await (await asAda('GET', '/sessions')).json()) as { sessions: SessionView[] }).sessions

describe('the profile', () => {
  it('shows quotas and what is used of them, and takes name and affiliation', async () => {
    const changed = await asAda('PATCH', '/me', { name: 'Ada L.', affiliation: 'Lund' })
    const kept = await asAda('PATCH', '/me', {})

    expect(await changed.json()).toMatchObject({ name: 'Ada L.', affiliation: 'Lund' })
    expect(await kept.json()).toMatchObject({ name: 'Ada L.', affiliation: 'Lund' })
    expect(await (await asAda('GET', '/me')).json()).toMatchObject({
      quotas: { jobsLive: { max: 10, used: 3, isOwn: false } },
    })
    expect(await refusal(await asAda('PATCH', '/me', { name: 'a\nb' }))).toEqual([
      400,
      'invalid-request',
    ])
  })
})

describe('sessions', () => {
  it('are listed with what they were opened by, and which one asks', async () => {
    await openAnother('Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0')

    const listed = await sessions()

    expect(listed.map(({ isCurrent }) => isCurrent).toSorted()).toEqual([false, true])
    expect(listed.find(({ isCurrent }) => !isCurrent)).toMatchObject({
      kind: 'command-line',
      client: 'Firefox, Linux',
    })
    expect(listed.find(({ isCurrent }) => isCurrent)?.network).toBe('192.0.2.0/24')
    expect(await edge.audit()).toContainEqual(
      expect.objectContaining({
        action: 'session.opened',
        details: { kind: 'command-line', network: '192.0.2.0/24' },
      }),
    )
  })

  it('end one by one, and all others at once', async () => {
    const tokens = [await openAnother(), await openAnother(), await openAnother()]
    const one = (await sessions()).find(({ isCurrent }) => !isCurrent)!

    const revoked = await asAda('DELETE', `/sessions/${one.id}`)
    const left = await sessions()
    const others = await asAda('DELETE', '/sessions')

    expect([revoked.status, left.length, others.status]).toEqual([204, 3, 204])
    expect(await sessions()).toMatchObject([{ isCurrent: true }])
    for (const token of tokens) {
      expect((await edge.call('GET', '/api/v1/me', { token })).status).toBe(401)
    }
  })

  it("of another account are as if they did not exist, and a token's are not its to end", async () => {
    const [{ id } = { id: '' }] = await sessions()
    const eve = await edge.person('researcher')
    const token = await edge.apiToken(ada, 'full')

    const answers = [
      await edge.call('DELETE', `/api/v1/sessions/${id}`, { token: eve.token }),
      await edge.call('DELETE', `/api/v1/sessions/${id}`, { token }),
      await edge.call('DELETE', '/api/v1/sessions', { token }),
    ]

    expect(await Promise.all(answers.map(refusal))).toEqual([
      [404, 'session-not-found'],
      [403, 'forbidden'],
      [403, 'forbidden'],
    ])
    expect(await sessions()).toHaveLength(1)
  })
})

describe('changing the password', () => {
  const change = (currentPassword: string) =>
    asAda('PUT', '/me/password', { currentPassword, newPassword: NEW_PASSWORD })

  it('needs the current one, ends the other sessions and is told of', async () => {
    const other = await openAnother()

    const wrong = await change('not the password')
    const changed = await change(PASSWORD)

    expect(await refusal(wrong)).toEqual([403, 'password-wrong'])
    expect(changed.status).toBe(204)
    expect((await edge.call('GET', '/api/v1/me', { token: other })).status).toBe(401)
    expect((await asAda('GET', '/me')).status).toBe(200)
    expect((await logIn(ada.email, PASSWORD)).status).toBe(401)
    expect((await logIn(ada.email, NEW_PASSWORD)).status).toBe(200)
    expect(await toldOf(`account:${ada.id}`)).toMatchObject([{ kind: 'password-changed' }])
  })

  it('does not let a found session guess, and is closed to API tokens', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 8; n += 1) statuses.push((await change('not the password')).status)
    const token = await edge.apiToken(ada, 'full')
    const byToken = await edge.call('PUT', '/api/v1/me/password', {
      token,
      body: { currentPassword: PASSWORD, newPassword: NEW_PASSWORD },
    })

    expect(statuses).toEqual([403, 403, 403, 403, 403, 403, 429, 429])
    expect(await refusal(byToken)).toEqual([403, 'forbidden'])
  })
})

describe('recovery by mail', () => {
  const request = (email: string) =>
    edge.call('POST', '/api/v1/password-recovery', {
      body: { email },
      headers: { 'x-forwarded-for': '198.51.100.1' },
    })
  const reset = (token: string) =>
    edge.call('POST', '/api/v1/password-reset', { body: { token, password: NEW_PASSWORD } })
  async function linkFor(email: string): Promise<string> {
    await request(email)
    await edge.users.settle()
    const link = (await toldOf(`address:${email}`)).at(-1)?.data['link'] ?? ''
    return String(link).split('#')[1] ?? ''
  }

  it('gives one link that works once, within the hour, and ends every session', async () => {
    const token = await linkFor(ada.email)

    const [used, again] = [await reset(token), await reset(token)]

    expect(token).toMatch(/^cpr_/)
    expect(used.status).toBe(204)
    expect(await refusal(again)).toEqual([410, 'recovery-link-expired'])
    expect((await asAda('GET', '/me')).status).toBe(401)
    expect((await logIn(ada.email, NEW_PASSWORD)).status).toBe(200)
    expect((await toldOf(`account:${ada.id}`)).map(({ kind }) => kind)).toEqual([
      'password-changed',
    ])
  })

  it('ends the link after an hour, and when a later one is asked for', async () => {
    const first = await linkFor(ada.email)
    const second = await linkFor(ada.email)
    const overtaken = await reset(first)
    const before = edge.clock.now
    edge.clock.now = new Date(before.getTime() + 3_600_001)
    const late = await reset(second)
    edge.clock.now = before

    expect(await Promise.all([overtaken, late].map(refusal))).toEqual([
      [410, 'recovery-link-expired'],
      [410, 'recovery-link-expired'],
    ])
  })

  it('does and says the same for whoever has no account, a closed one or none set up (T22)', async () => {
    const invited = `${randomUUID()}@example.org`
    await edge.users.makeSetUpLink({ email: invited, role: 'researcher' })
    const closed = await edge.person('researcher')
    const by = { id: randomUUID(), role: 'site-admin', via: 'session' } as const
    await edge.users.changeAccount(by, closed.id, { isDisabled: true })
    const emails = [ada.email, invited, closed.email, `${randomUUID()}@example.org`]

    const answers = await Promise.all(emails.map(request))
    const rows = await edge.db.select().from(recoveryRequests)
    await edge.users.settle()

    const bodies = await Promise.all(answers.map((answer) => answer.text()))
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202])
    expect(new Set(bodies)).toEqual(new Set(['']))
    expect(rows.map(({ email }) => email).toSorted()).toEqual(emails.toSorted())
    const told = await Promise.all(emails.map((email) => toldOf(`address:${email}`)))
    expect(told.map((events) => events.length)).toEqual([1, 0, 0, 0])
    expect(await edge.db.select().from(recoveryRequests)).toEqual([])
  })

  it('does not take a set-up link, nor set-up a recovery link', async () => {
    const { token: setUpToken } = await edge.users.makeSetUpLink({
      email: `${randomUUID()}@example.org`,
      role: 'researcher',
    })
    const token = await linkFor(ada.email)

    const answers = [
      await reset(setUpToken),
      await edge.call('POST', '/api/v1/set-up', { body: { token, name: 'X', password: PASSWORD } }),
    ]

    expect(await Promise.all(answers.map(refusal))).toEqual([
      [410, 'recovery-link-expired'],
      [410, 'set-up-link-expired'],
    ])
  })
})

describe('an API token', () => {
  const create = async (expiresInDays: number) => {
    const answer = await edge.call('POST', '/api/v1/tokens', {
      token: ada.token,
      body: { name: 'pipeline', expiresInDays },
      headers: { 'idempotency-key': randomUUID() },
    })
    return (await answer.json()) as TokenView
  }

  it('is renamed by its owner alone', async () => {
    const { id } = await create(30)
    const eve = await edge.person('researcher')

    const renamed = await asAda('PATCH', `/tokens/${id}`, { name: 'nightly' })
    const strange = await edge.call('PATCH', `/api/v1/tokens/${id}`, {
      token: eve.token,
      body: { name: 'mine' },
    })

    expect(await renamed.json()).toMatchObject({ name: 'nightly' })
    expect(await refusal(strange)).toEqual([404, 'token-not-found'])
  })

  it('announces its end a week before, once, unless it lives no longer than that', async () => {
    const { id } = await create(30)
    await create(5)
    const before = edge.clock.now
    edge.clock.now = new Date(before.getTime() + 24 * DAY_MS)
    await edge.users.settle()
    await edge.users.settle()
    edge.clock.now = before

    expect(await toldOf(`account:${ada.id}`)).toMatchObject([
      { kind: 'token-expiring', key: id, data: { tokenName: 'pipeline' } },
    ])
  })
})

describe('leaving', () => {
  it('begins with an export that is one JSON document to download', async () => {
    edge.holdings.jobs = [{ id: 'one' }, { id: 'two' }]

    const answer = await asAda('GET', '/me/export')

    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename=/)
    expect(await answer.json()).toMatchObject({
      account: { email: ada.email },
      sessions: [{ isCurrent: true }],
      tokens: [],
      jobs: [{ id: 'one' }, { id: 'two' }],
      files: [],
      activity: [],
    })
  })

  it('needs the password and a session', async () => {
    const token = await edge.apiToken(ada, 'full')
    const leave = (password: string, by = ada.token) =>
      edge.call('POST', '/api/v1/me/deletion', { token: by, body: { password } })

    const answers = [await leave('not the password'), await leave(PASSWORD, token)]
    const gone = await leave(PASSWORD)

    expect(await Promise.all(answers.map(refusal))).toEqual([
      [403, 'password-wrong'],
      [403, 'forbidden'],
    ])
    expect(gone.status).toBe(202)
    expect((await asAda('GET', '/me')).status).toBe(401)
    expect((await logIn(ada.email, PASSWORD)).status).toBe(401)
  })
})
