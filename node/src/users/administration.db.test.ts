import { randomUUID } from 'node:crypto'
import type { AccountDetail, AccountList } from '@crosspanel/protocol/account'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Edge, openEdge, PASSWORD, type Person, refusal } from '../../../test/src/edge.ts'
import { notificationEvents } from '../notifications/schema.ts'
import { accounts } from './schema.ts'

const ACCOUNTS = '/api/v1/accounts'

let edge: Edge
let admin: Person
let researcher: Person
beforeAll(async () => {
  edge = await openEdge()
  admin = await edge.person('site-admin')
  researcher = await edge.person('researcher')
})
afterAll(() => edge[Symbol.asyncDispose]())

const change = (id: string, body: object, token = admin.token) =>
  edge.call('PATCH', `${ACCOUNTS}/${id}`, { token, body })
const me = (token: string) => edge.call('GET', '/api/v1/me', { token })
const mailsTo = (email: string) =>
  edge.db
    .select()
    .from(notificationEvents)
    .where(eq(notificationEvents.recipient, `address:${email}`))

describe('an administrator', () => {
  it('finds accounts by words, role and status', async () => {
    const email = `o_%${randomUUID()}@example.org`
    await edge.users.makeSetUpLink({ email, role: 'researcher', name: 'Ada of Lund' })
    const list = async (query: string) => {
      const answer = await edge.call('GET', `${ACCOUNTS}?${query}`, { token: admin.token })
      return ((await answer.json()) as AccountList).accounts.map((account) => account.email)
    }

    expect(await list('q=ada%20OF')).toEqual([email])
    expect(await list(`q=${encodeURIComponent('o_%')}`)).toEqual([email])
    expect(await list(`q=${encodeURIComponent('a%l')}`)).toEqual([])
    expect(await list('status=invited')).toEqual([email])
    expect(await list('role=site-admin')).toEqual([admin.email])
    expect(await list('status=disabled')).toEqual([])
  })

  it('disables an account, which ends its sessions and tokens, and enables it again', async () => {
    const eve = await edge.person('researcher')
    const token = await edge.apiToken(eve, 'full')

    const disabled = await change(eve.id, { isDisabled: true })

    expect(await disabled.json()).toMatchObject({ isDisabled: true })
    expect([(await me(eve.token)).status, (await me(token)).status]).toEqual([401, 401])
    await change(eve.id, { isDisabled: false })
    const request = { email: eve.email, password: PASSWORD, kind: 'command-line' }
    const back = await edge.call('POST', '/api/v1/login', { body: request })
    expect(back.status).toBe(200)
    expect((await me(eve.token)).status).toBe(401)
  })

  it('sees where an account is logged in, and ends that', async () => {
    const eve = await edge.person('researcher')
    const token = await edge.apiToken(eve, 'full')
    const path = `${ACCOUNTS}/${eve.id}/sessions`

    const listed = await edge.call('GET', path, { token: admin.token })
    const ended = await edge.call('DELETE', path, { token: admin.token })

    expect(await listed.json()).toMatchObject({
      sessions: [{ kind: 'command-line', network: '192.0.2.0/24', isCurrent: false }],
    })
    expect(ended.status).toBe(204)
    expect([(await me(eve.token)).status, (await me(token)).status]).toEqual([401, 200])
    const row = (await edge.audit()).find(({ action }) => action === 'session.all-revoked')
    expect(row).toMatchObject({ actor: `account:${admin.id}`, object: `account:${eve.id}` })
    const nobody = `${ACCOUNTS}/${randomUUID()}/sessions`
    expect(await refusal(await edge.call('DELETE', nobody, { token: admin.token }))).toEqual([
      404,
      'account-not-found',
    ])
  })

  it('gives another role, which logs the person out everywhere', async () => {
    const eve = await edge.person('researcher')

    const answer = await change(eve.id, { role: 'site-admin' })

    expect(await answer.json()).toMatchObject({ role: 'site-admin' })
    expect((await me(eve.token)).status).toBe(401)
    const rows = await edge.audit()
    expect(rows.find((row) => row.action === 'account.role-changed')).toMatchObject({
      actor: `account:${admin.id}`,
      object: `account:${eve.id}`,
      details: { from: 'researcher', to: 'site-admin' },
    })
    await change(eve.id, { role: 'researcher' })
  })

  it('sets quotas of an account and gives them back to the settings', async () => {
    const set = await change(researcher.id, { quotas: { jobsLive: 7, storageBytes: 9 } })
    const own = (await set.json()) as AccountDetail
    const storageQuota = await edge.users.storageQuotaOf(researcher.id)
    const reset = await change(researcher.id, { quotas: { jobsLive: null } })

    expect(own.quotas).toEqual({
      jobsLive: { max: 7, used: 3, isOwn: true },
      jobsPerDay: { max: 20, used: 4, isOwn: false },
      storageBytes: { max: 9, used: 5, isOwn: true },
    })
    expect(storageQuota).toBe(9)
    expect(((await reset.json()) as AccountDetail).quotas).toMatchObject({
      jobsLive: { max: 10, isOwn: false },
      storageBytes: { max: 9 },
    })
  })

  it('mails invitations, sends them again and takes them back', async () => {
    const email = `${randomUUID()}@example.org`
    const invited = await edge.call('POST', ACCOUNTS, {
      token: admin.token,
      body: { email, name: 'Grace', role: 'researcher' },
      headers: { 'idempotency-key': randomUUID() },
    })
    const { account, setUpToken } = (await invited.json()) as {
      account: { id: string }
      setUpToken: string
    }
    const path = `${ACCOUNTS}/${account.id}/invitation`

    const again = await edge.call('POST', path, { token: admin.token })
    const later = (await again.json()) as { setUpToken: string }
    const gone = await edge.call('DELETE', path, { token: admin.token })

    const links = (await mailsTo(email)).map(({ data }) => data['link'])
    expect(links).toEqual([`/set-up#${setUpToken}`, `/set-up#${later.setUpToken}`])
    expect(gone.status).toBe(204)
    for (const token of [setUpToken, later.setUpToken]) {
      const used = await edge.call('POST', '/api/v1/set-up', {
        body: { token, name: 'G', password: PASSWORD },
      })
      expect(await refusal(used)).toEqual([410, 'set-up-link-expired'])
    }
    expect(await refusal(await edge.call('POST', path, { token: admin.token }))).toEqual([
      404,
      'account-not-found',
    ])
  })

  it('neither invites again nor takes back what is set up', async () => {
    const path = `${ACCOUNTS}/${researcher.id}/invitation`

    const answers = [
      await edge.call('POST', path, { token: admin.token }),
      await edge.call('DELETE', path, { token: admin.token }),
    ]

    expect(await Promise.all(answers.map(refusal))).toEqual([
      [409, 'account-state-conflict'],
      [409, 'account-state-conflict'],
    ])
  })

  it('is not lost to the site, also when two demote each other at once', async () => {
    await using other = await openEdge()
    const [one, two] = [await other.person('site-admin'), await other.person('site-admin')]
    const demote = (by: Person, id: string) =>
      other.call('PATCH', `${ACCOUNTS}/${id}`, { token: by.token, body: { role: 'researcher' } })

    const answers = await Promise.all([demote(one, two.id), demote(two, one.id)])

    const left = await other.db.select().from(accounts).where(eq(accounts.role, 'site-admin'))
    expect(left).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const last = [one, two].find(({ id }) => id === left[0]?.id)!
    const tries = [
      await other.call('PATCH', `${ACCOUNTS}/${last.id}`, {
        token: last.token,
        body: { isDisabled: true },
      }),
      await other.call('DELETE', `${ACCOUNTS}/${last.id}`, { token: last.token }),
      await other.call('POST', '/api/v1/me/deletion', {
        token: last.token,
        body: { password: PASSWORD },
      }),
    ]
    expect(await Promise.all(tries.map(refusal))).toEqual(
      Array<[number, string]>(3).fill([409, 'last-administrator']),
    )
  })

  it.each([
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/invitation'],
    ['DELETE', '/invitation'],
    ['POST', '/recovery-link'],
  ])('is who may %s an account%s, by a session', async (method, more) => {
    const call = (token: string) =>
      edge.call(method, `${ACCOUNTS}/${researcher.id}${more}`, {
        token,
        ...(method === 'PATCH' ? { body: {} } : {}),
      })

    expect(await refusal(await call(researcher.token))).toEqual([403, 'forbidden'])
  })
})

describe('a deleted account', () => {
  it('is closed at once and leaves nothing of the person once its jobs have ended', async () => {
    const eve = await edge.person('researcher')
    edge.holdings.liveJobs = 1

    const answer = await edge.call('DELETE', `${ACCOUNTS}/${eve.id}`, { token: admin.token })
    await edge.users.settle()

    expect(answer.status).toBe(202)
    expect((await me(eve.token)).status).toBe(401)
    const waiting = await edge.users.getAccount(eve.id)
    expect(waiting).toMatchObject({ isBeingDeleted: true, email: eve.email })
    expect(await refusal(await change(eve.id, { isDisabled: false }))).toEqual([
      409,
      'account-state-conflict',
    ])
    edge.holdings.liveJobs = 0
    edge.holdings.calls.length = 0
    await edge.users.settle()
    expect(edge.holdings.calls).toEqual([
      `cancelJobs ${eve.id}`,
      `purgeFiles ${eve.id}`,
      `forgetJobs ${eve.id}`,
      `forgetNotifications ${eve.email}`,
    ])
    const [row] = await edge.db.select().from(accounts).where(eq(accounts.id, eve.id))
    expect(JSON.stringify(row)).not.toMatch(/A Person|example\.org|argon2/)
    expect(row?.deletedAt).not.toBeNull()
    const found = await edge.call('GET', `${ACCOUNTS}/${eve.id}`, { token: admin.token })
    expect(await refusal(found)).toEqual([404, 'account-not-found'])
    expect(await edge.users.makeSetUpLink({ email: eve.email, role: 'researcher' })).toBeDefined()
  })
})
