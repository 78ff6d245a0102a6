import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UNATTENDED_HEADER } from '@crosspanel/protocol/session-cookie'
import { eq } from 'drizzle-orm'
import {
  EDGE_CONFIG,
  type Edge,
  openEdge,
  PASSWORD,
  type Person,
  refusal,
} from '../../../test/src/edge.ts'
import { accounts, sessions } from './schema.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const NAME = 'crosspanel_session'

describe('logging in', () => {
  let edge: Edge
  let ada: Person
  beforeAll(async () => {
    edge = await openEdge()
    ada = await edge.person('researcher')
  })
  afterAll(() => edge[Symbol.asyncDispose]())

  const logIn = (body: object) => edge.call('POST', '/api/v1/login', { body })
  const me = (headers: Record<string, string>) => edge.call('GET', '/api/v1/me', { headers })

  async function browserCookie(): Promise<string> {
    const response = await logIn({ email: ada.email, password: PASSWORD })
    return response.headers.get('set-cookie')?.split(';')[0] ?? ''
  }

  async function after<T>(ms: number, act: () => Promise<T>): Promise<T> {
    const before = edge.clock.now
    edge.clock.now = new Date(before.getTime() + ms)
    try {
      return await act()
    } finally {
      edge.clock.now = before
    }
  }

  it('gives a browser a cookie that scripts cannot read, and no token', async () => {
    const response = await logIn({ email: ada.email.toUpperCase(), password: PASSWORD })

    const [cookie = ''] = response.headers.getSetCookie()
    expect(cookie).toMatch(/^crosspanel_session=cps_.*HttpOnly; SameSite=Lax$/)
    expect(cookie).not.toContain('Secure')
    expect(await response.json()).not.toHaveProperty('token')
    expect((await me({ cookie: cookie.split(';')[0] ?? '' })).status).toBe(200)
  })

  it('gives the cookie the __Host- prefix where the site is reached by https', async () => {
    await using secure = await openEdge({
      config: { ...EDGE_CONFIG, url: 'https://lund.example.org' },
    })
    const { email } = await secure.person('researcher')

    const response = await secure.call('POST', '/api/v1/login', {
      body: { email, password: PASSWORD },
    })

    const [cookie = ''] = response.headers.getSetCookie()
    expect(cookie).toMatch(/^__Host-crosspanel_session=cps_/)
    expect(cookie).toMatch(/Path=\/;.*HttpOnly; Secure; SameSite=Lax$/)
    const plain = cookie.split(';')[0]?.replace('__Host-', '') ?? ''
    const planted = await secure.call('GET', '/api/v1/me', { headers: { cookie: plain } })
    expect(planted.status).toBe(401)
  })

  it('gives each of two sites on one machine a cookie of its own', async () => {
    const config = { ...EDGE_CONFIG, url: 'http://127.0.0.1:8002' }
    await using other = await openEdge({ config })
    const { email } = await other.person('researcher')

    const response = await other.call('POST', '/api/v1/login', {
      body: { email, password: PASSWORD },
    })

    const [own = ''] = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
    const both = `${await browserCookie()}; ${own}`
    expect((await other.call('GET', '/api/v1/me', { headers: { cookie: both } })).status).toBe(200)
    expect((await me({ cookie: both })).status).toBe(200)
  })

  it('gives a command line a token and no cookie', async () => {
    const response = await logIn({ email: ada.email, password: PASSWORD, kind: 'command-line' })

    const { token } = (await response.json()) as { token: string }
    expect(response.headers.get('set-cookie')).toBeNull()
    expect((await me({ authorization: `Bearer ${token}` })).status).toBe(200)
  })

  it('opens another session each time', async () => {
    expect(await browserCookie()).not.toBe(await browserCookie())
  })

  it('answers the same for a wrong password and for an address that nobody has (T22)', async () => {
    const answers = await Promise.all([
      logIn({ email: ada.email, password: 'not the password' }),
      logIn({ email: 'nobody@example.org', password: 'not the password' }),
    ])

    const problems = await Promise.all(
      answers.map(async (answer) => {
        const { requestId, ...problem } = (await answer.json()) as Record<string, unknown>
        expect(requestId).toBeTypeOf('string')
        return problem
      }),
    )
    expect(problems[0]).toMatchObject({ status: 401, code: 'credentials-wrong' })
    expect(problems[1]).toEqual(problems[0])
  })

  it('is refused to a person who has not followed the set-up link', async () => {
    const email = 'invited@example.org'
    await edge.users.makeSetUpLink({ email, role: 'researcher' })

    const response = await logIn({ email, password: 'a password that nobody has' })

    expect(await refusal(response)).toEqual([401, 'credentials-wrong'])
  })

  it.each([
    ['no password', { email: 'ada@example.org' }],
    ['no address', { password: PASSWORD }],
    ['another kind of session', { email: 'a@example.org', password: PASSWORD, kind: 'app' }],
  ])('refuses a request with %s', async (_, body) => {
    expect(await refusal(await logIn(body))).toEqual([400, 'invalid-request'])
  })

  it('keeps the digest of the token only', async () => {
    const cookie = await browserCookie()

    const rows = await edge.db.select().from(sessions)

    expect(cookie).toContain('cps_')
    expect(JSON.stringify(rows)).not.toContain('cps_')
  })

  it("ends a browser's session after half an hour without a request", async () => {
    const cookie = await browserCookie()

    const [before, after30] = [
      await after(29 * 60_000, () => me({ cookie })),
      await after(60 * 60_000, () => me({ cookie })),
    ]

    expect([before.status, after30.status]).toEqual([200, 401])
  })

  it("ends a browser's session after half an hour in which only its page asked", async () => {
    const cookie = await browserCookie()
    const poll = () => me({ cookie, [UNATTENDED_HEADER]: '1' })

    const [polled, late] = [await after(29 * 60_000, poll), await after(31 * 60_000, poll)]

    expect([polled.status, late.status]).toEqual([200, 401])
  })

  it("ends a browser's session after 12 hours however much it is used", async () => {
    const cookie = await browserCookie()
    const statuses: number[] = []

    for (let minutes = 20; minutes <= 12 * 60; minutes += 20) {
      statuses.push((await after(minutes * 60_000, () => me({ cookie }))).status)
    }

    expect(statuses.slice(0, -1).every((status) => status === 200)).toBe(true)
    expect(statuses.at(-1)).toBe(401)
  })

  it("keeps a command line's session for 30 days", async () => {
    const { token } = await edge.person('researcher')
    const headers = { authorization: `Bearer ${token}` }

    const [before, end] = [
      await after(30 * DAY_MS - 1, () => me(headers)),
      await after(30 * DAY_MS, () => me(headers)),
    ]

    expect([before.status, end.status]).toEqual([200, 401])
  })

  it('lets nobody in with a disabled account', async () => {
    const eve = await edge.person('researcher')
    const apiToken = await edge.apiToken(eve, 'full')
    await edge.db
      .update(accounts)
      .set({ disabledAt: edge.clock.now })
      .where(eq(accounts.id, eve.id))

    const responses = [
      await logIn({ email: eve.email, password: PASSWORD }),
      await me({ authorization: `Bearer ${eve.token}` }),
      await me({ authorization: `Bearer ${apiToken}` }),
    ]

    expect(responses.map(({ status }) => status)).toEqual([401, 401, 401])
  })

  it('does not fall back on the cookie when the header is wrong', async () => {
    const cookie = await browserCookie()

    const response = await me({ cookie, authorization: 'Bearer cps_wrong' })

    expect(await refusal(response)).toEqual([401, 'unauthenticated'])
  })

  it.each(['Basic YTpi', 'Bearer', 'Bearer a b', 'Bearer cpl_x', ''])(
    'refuses the header %j',
    async (authorization) => {
      expect(await refusal(await me({ authorization }))).toEqual([401, 'unauthenticated'])
    },
  )

  it('ends at the log-out, and only that session', async () => {
    const [leaving, staying] = [await browserCookie(), await browserCookie()]

    const response = await edge.call('POST', '/api/v1/logout', {
      headers: { cookie: leaving, origin: 'http://localhost' },
    })

    expect(response.status).toBe(204)
    expect(response.headers.get('set-cookie')).toMatch(new RegExp(`^${NAME}=; Max-Age=0`))
    expect((await me({ cookie: leaving })).status).toBe(401)
    expect((await me({ cookie: staying })).status).toBe(200)
  })

  it('is logged without address, password or token (T30)', async () => {
    const cookie = await browserCookie()
    await logIn({ email: ada.email, password: 'not the password' })

    const log = edge.logLines.join('')

    expect(log).toContain('/api/v1/login')
    for (const secret of [ada.email, PASSWORD, 'not the password', cookie.split('=')[1] ?? '']) {
      expect(log).not.toContain(secret)
    }
  })
})

describe('guessing passwords', () => {
  let edge: Edge
  beforeAll(async () => {
    edge = await openEdge()
  })
  afterAll(() => edge[Symbol.asyncDispose]())

  const guess = (email: string, password = 'not the password') =>
    edge.call('POST', '/api/v1/login', { body: { email, password } })

  it('is slowed per account, also for one that does not exist', async () => {
    const { email } = await edge.person('researcher')

    for (const address of [email, 'nobody@example.org']) {
      const statuses: number[] = []
      for (let attempt = 0; attempt < 7; attempt += 1) statuses.push((await guess(address)).status)

      expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429])
    }
  })

  it('says when to try again, and lets the owner in then', async () => {
    const { email } = await edge.person('researcher')
    for (let attempt = 0; attempt < 6; attempt += 1) await guess(email)

    const early = await guess(email, PASSWORD)

    expect(early.status).toBe(429)
    const waitS = Number(early.headers.get('retry-after'))
    expect(waitS).toBe(1)
    edge.clock.now = new Date(edge.clock.now.getTime() + waitS * 1000)
    expect((await guess(email, PASSWORD)).status).toBe(200)
  })

  it('never makes the owner wait longer than 15 seconds', async () => {
    const { email } = await edge.person('researcher')
    let waitS = 0
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const response = await guess(email)
      waitS = Math.max(waitS, Number(response.headers.get('retry-after') ?? 0))
      if (response.status === 429) edge.clock.now = new Date(edge.clock.now.getTime() + 15_000)
    }

    edge.clock.now = new Date(edge.clock.now.getTime() + 15_000)
    const response = await guess(email, PASSWORD)

    expect(waitS).toBe(15)
    expect(response.status).toBe(200)
  })

  it('counts attempts at the same moment', async () => {
    const { email } = await edge.person('researcher')

    const responses = await Promise.all(Array.from({ length: 20 }, () => guess(email)))

    const read = responses.filter(({ status }) => status === 401)
    expect(read).toHaveLength(6)
  })

  it('is forgotten after an hour', async () => {
    const { email } = await edge.person('researcher')
    for (let attempt = 0; attempt < 6; attempt += 1) await guess(email)
    edge.clock.now = new Date(edge.clock.now.getTime() + HOUR_MS + 1)

    const statuses = [(await guess(email)).status, (await guess(email)).status]

    expect(statuses).toEqual([401, 401])
  })
})
