import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type MailSink, openMailSink, smtpRefusal } from '../../../test/src/mail-sink.ts'
import {
  BASE_URL,
  type NotificationsHarness,
  openNotifications,
} from '../../../test/src/notifications-harness.ts'
import { inboxCounts, inboxItems } from './inbox-schema.ts'
import { mails } from './mail-schema.ts'
import { notify } from './notify.ts'
import { liveEvents, notificationEvents } from './schema.ts'

const PAGE = { unread: false, limit: 50 }
const jobData = { jobId: 'j1', jobName: 'GWAS', panelId: 'site:x/p', hostSite: 'site:x' }

let stack: AsyncDisposableStack
let sink: MailSink
let node: NotificationsHarness
beforeEach(async () => {
  stack = new AsyncDisposableStack()
  sink = stack.use(await openMailSink())
  node = stack.use(await openNotifications({ smtpUrl: sink.url }))
})
afterEach(() => stack.disposeAsync())

function tellOfJob(
  accountId: string,
  key = 'j1:0',
  kind: 'job-completed' | 'job-failed' = 'job-completed',
) {
  return notify(node.db, { kind, to: `account:${accountId}`, key, data: jobData })
}

/** As after the longest pause, both of a mail and of the queue. */
function makeDue() {
  node.clock.now = new Date(node.clock.now.getTime() + 60_000)
  return node.db
    .update(mails)
    .set({ nextAttemptAt: sql`now()` })
    .where(eq(mails.state, 'waiting'))
}

async function mailStates() {
  const rows = await node.db.select().from(mails).orderBy(mails.createdAt)
  return rows.map(({ state, attempts, lastFault }) => [state, attempts, lastFault])
}

describe('an event', () => {
  it('reaches the inbox, the mail and the open pages of its account', async () => {
    const { account, id, email } = await node.person()
    const other = await node.person()
    await tellOfJob(id)

    await node.settle()

    expect(await node.inbox.list(account, PAGE)).toMatchObject({
      unread: 1,
      notifications: [
        {
          kind: 'job-completed',
          title: 'Your job GWAS has completed',
          path: '/jobs/j1',
          isRead: false,
        },
      ],
    })
    expect(await node.inbox.list(other.account, PAGE)).toMatchObject({
      unread: 0,
      notifications: [],
    })
    expect(sink.mails).toHaveLength(1)
    expect(sink.mails[0]?.to).toMatchObject({ value: [{ address: email, name: 'Ada Lovelace' }] })
    expect(sink.mails[0]?.text).toContain(`${BASE_URL}/jobs/j1`)
    expect(sink.mails[0]?.html).toContain(`href="${BASE_URL}/jobs/j1"`)
    const live = await node.db.select().from(liveEvents)
    expect(live).toMatchObject([
      { topic: `account:${id}`, type: 'notification', data: { kind: 'job-completed', unread: 1 } },
    ])
  })

  it('is told once, however often it is left, delivered, and by how many processes', async () => {
    const { account, id } = await node.person()
    const second = node.start()
    for (let time = 0; time < 3; time += 1) await tellOfJob(id)
    await Promise.all([node.settle(), second.settle()])
    // As if the process had died after the rows were written and before the event was ended.
    await node.db.update(notificationEvents).set({ fannedOutAt: null })

    await Promise.all([node.settle(), second.settle()])

    expect((await node.inbox.list(account, PAGE)).notifications).toHaveLength(1)
    expect(await node.inbox.unread(account)).toEqual({ unread: 1 })
    expect(sink.mails).toHaveLength(1)
  })

  it('is nothing when its transaction is rolled back', async () => {
    const { account, id } = await node.person()
    const failing = node.db.transaction(async (tx) => {
      await notify(tx, { kind: 'job-failed', to: `account:${id}`, key: 'k', data: jobData })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')

    await node.settle()

    expect(await node.inbox.unread(account)).toEqual({ unread: 0 })
    expect(sink.mails).toEqual([])
  })

  it('for administrators or for everyone reaches each of them, page by page', async () => {
    const admin = await node.person('site-admin')
    const people = await Promise.all(Array.from({ length: 250 }, () => node.person()))
    const data = { code: 'disk', subject: '/data', severity: 'warning', seen: 'full', fix: 'Clean' }
    await notify(node.db, { kind: 'alert-raised', to: 'site-admins', key: 'a', data })
    const text = { announcementId: 'n', severity: 'info', text: 'Down at 8' }
    await notify(node.db, { kind: 'announcement', to: 'everyone', key: 'n', data: text })

    await node.settle()

    const items = await node.db.select().from(inboxItems)
    const announced = items.filter(({ kind }) => kind === 'announcement')
    expect(new Set(announced.map(({ accountId }) => accountId))).toEqual(
      new Set([admin.id, ...people.map(({ id }) => id)]),
    )
    expect(announced).toHaveLength(251)
    expect(items.filter(({ kind }) => kind === 'alert-raised')).toMatchObject([
      { accountId: admin.id },
    ])
    // An announcement goes by mail to those only who want it so.
    expect(sink.mails.map(({ subject }) => subject)).toEqual(['Alert at Lund: disk (/data)'])
  })

  it('of a kind that this version does not know is passed over', async () => {
    const { account, id } = await node.person()
    await node.db.execute(sql`insert into notification_events (kind, recipient, key, data)
      values ('of-tomorrow', ${`account:${id}`}, 'k', '{}')`)
    await tellOfJob(id)

    await node.settle()

    expect(await node.inbox.unread(account)).toEqual({ unread: 1 })
  })
})

describe('preferences', () => {
  it('say by which ways a kind is told', async () => {
    const { account, id } = await node.person()
    await node.inbox.changePreference(account, 'job-completed', { inbox: false })
    await node.inbox.changePreference(account, 'job-failed', { mail: false })
    await tellOfJob(id, 'a', 'job-completed')
    await tellOfJob(id, 'b', 'job-failed')

    await node.settle()

    const { notifications } = await node.inbox.list(account, PAGE)
    expect(notifications.map(({ kind }) => kind)).toEqual(['job-failed'])
    expect(sink.mails.map(({ subject }) => subject)).toEqual(['Your job GWAS has completed'])
    expect(
      (await node.inbox.preferences(account)).find(({ kind }) => kind === 'job-failed'),
    ).toEqual({
      kind: 'job-failed',
      inbox: { isOn: true, isFixed: false },
      mail: { isOn: false, isFixed: false },
      webhook: { isOn: true, isFixed: false },
    })
  })

  it('cannot silence what always goes by mail', async () => {
    const { account } = await node.person()

    const change = node.inbox.changePreference(account, 'password-changed', { mail: false })

    await expect(change).rejects.toMatchObject({ code: 'invalid-request' })
  })
})

describe('the unread count', () => {
  it('follows reading, removing and retention, and tells open pages', async () => {
    const { account, id } = await node.person()
    const other = await node.person()
    for (const key of ['a', 'b', 'c', 'd']) await tellOfJob(id, key)
    await node.settle()
    const { notifications } = await node.inbox.list(account, PAGE)
    const [first = '', second = '', third = ''] = notifications.map((item) => item.id)

    await node.inbox.markRead(account, first)
    await node.inbox.markRead(account, first)
    await node.inbox.remove(account, second)
    await Promise.all([
      node.inbox.markRead(account, third),
      node.inbox.remove(account, third),
    ]).catch(() => undefined)

    expect(await node.inbox.unread(account)).toEqual({ unread: 1 })
    await expect(node.inbox.markRead(other.account, first)).rejects.toMatchObject({
      code: 'notification-not-found',
    })
    await expect(node.inbox.remove(other.account, first)).rejects.toMatchObject({
      code: 'notification-not-found',
    })
    const unread = await node.inbox.list(account, { unread: true, limit: 50 })
    expect(unread.notifications).toHaveLength(1)
    await node.inbox.markAllRead(account)
    expect(await node.db.select().from(inboxCounts)).toEqual([{ accountId: id, unread: 0 }])

    await tellOfJob(id, 'e')
    await node.settle()
    node.clock.now = new Date(Date.now() + 181 * 86_400_000)
    await node.sweep()

    expect(await node.inbox.list(account, PAGE)).toMatchObject({ unread: 0, notifications: [] })
    const live = await node.db.select().from(liveEvents).orderBy(liveEvents.seq)
    expect(live.at(-1)?.data).toEqual({ unread: 0 })
  })

  it('goes with pages of a keyset', async () => {
    const { account, id } = await node.person()
    for (const key of ['a', 'b', 'c']) await tellOfJob(id, key)
    await node.settle()

    const first = await node.inbox.list(account, { unread: false, limit: 2 })
    const rest = await node.inbox.list(account, {
      unread: false,
      limit: 2,
      after: first.next ?? '',
    })

    const ids = [...first.notifications, ...rest.notifications].map((item) => item.id)
    expect(new Set(ids).size).toBe(3)
    expect(rest.next).toBeNull()
  })
})

describe('while the mail server is away', () => {
  it('nothing is lost, and all goes out once when it is back', async () => {
    const { id } = await node.person()
    await sink[Symbol.asyncDispose]()
    await tellOfJob(id, 'a')
    await tellOfJob(id, 'b')
    await node.settle()
    expect(await mailStates()).toEqual([
      ['waiting', 1, 'ESOCKET ECONNREFUSED'],
      ['waiting', 1, 'ESOCKET ECONNREFUSED'],
    ])
    expect(await node.deliveryFacts()).toMatchObject({
      isMailConfigured: true,
      pendingEvents: 0,
      mails: { waiting: 2, failed: 0 },
    })

    await using back = await openMailSink({ port: sink.port })
    await makeDue()
    await node.settle()
    await makeDue()
    await node.settle()

    expect(back.mails).toHaveLength(2)
    expect((await mailStates()).map(([state]) => state)).toEqual(['sent', 'sent'])
    expect((await node.deliveryFacts()).mails).toEqual({
      failedToday: 0,
      waiting: 0,
      oldestWaitingS: null,
      failed: 0,
    })
  })

  it('it is asked for after pauses, and when it is back no mail waits longer than another', async () => {
    const { id } = await node.person()
    await sink[Symbol.asyncDispose]()
    for (const job of ['a', 'b', 'c', 'd', 'e', 'f']) await tellOfJob(id, job)
    for (let round = 0; round < 3; round += 1) {
      await makeDue()
      await node.settle()
      await node.settle()
    }
    const attempts = (await node.db.select().from(mails)).map((mail) => mail.attempts)

    await using back = await openMailSink({ port: sink.port })
    node.clock.now = new Date(node.clock.now.getTime() + 60_000)
    await node.settle()

    expect(attempts.reduce((sum, count) => sum + count, 0)).toBe(3 * 4)
    expect(back.mails).toHaveLength(6)
  })

  it('a mail is given up after three days, and an administrator can send it again', async () => {
    const { id } = await node.person()
    const admin = await node.person('site-admin')
    await sink[Symbol.asyncDispose]()
    await tellOfJob(id)
    await node.settle()
    await node.db.update(mails).set({ giveUpAt: sql`now()` })
    await makeDue()
    await node.settle()
    const { mails: failed } = await node.mail.list({ state: 'failed', limit: 10 })
    expect(failed).toMatchObject([
      {
        ...{ kind: 'job-completed', fault: 'ESOCKET ECONNREFUSED', attempts: 2 },
        told: { key: 'delivery.nobody-listens' },
      },
    ])

    await using back = await openMailSink({ port: sink.port })
    await node.mail.retry(admin.account, failed[0]?.id ?? '')
    await makeDue()
    await node.settle()

    expect(back.mails).toHaveLength(1)
    await expect(node.mail.retry(admin.account, failed[0]?.id ?? '')).rejects.toMatchObject({
      ...{ code: 'mail-state-conflict', told: { key: 'mail-state-conflict.sent' } },
    })
  })
})

describe('a mail', () => {
  it('of a process that died while it sent is not sent again by itself', async () => {
    const { id } = await node.person()
    const dying = node.start({ smtpUrl: undefined })
    await tellOfJob(id)
    await node.settle()
    await node.db.update(mails).set({
      state: 'sending',
      leaseToken: randomUUID(),
      leaseUntil: sql`now() - interval '1 second'`,
    })

    await Promise.all([dying.settle(), node.settle()])

    expect(await mailStates()).toEqual([['unconfirmed', 1, 'process-lost']])
    expect(sink.mails).toHaveLength(1)
  })

  it('that the server refuses is not tried again; one that it puts off is', async () => {
    const refused = await node.person()
    const putOff = await node.person()
    await using strict = await openMailSink({
      onRecipient: (address) => smtpRefusal(address === refused.email ? 550 : 451),
    })
    const strictNode = node.start({ smtpUrl: strict.url })
    await tellOfJob(refused.id)
    await tellOfJob(putOff.id)

    await strictNode.settle()
    await makeDue()
    await strictNode.settle()

    const rows = await node.db.select().from(mails)
    const stateOf = (address: string) => {
      const row = rows.find((mail) => mail.address === address)
      return [row?.state, row?.attempts, row?.lastFault]
    }
    expect(stateOf(refused.email)).toEqual(['failed', 1, 'EENVELOPE 550'])
    expect(stateOf(putOff.email)).toEqual(['waiting', 2, 'EENVELOPE 451'])
  })

  it('is not written without a mail server, and the log says so at start', async () => {
    const { account, id } = await node.person()
    const mailless = node.start({ smtpUrl: undefined })
    await tellOfJob(id)

    await mailless.settle()

    expect(await mailStates()).toEqual([])
    expect(await mailless.inbox.unread(account)).toEqual({ unread: 1 })
    expect(node.logLines.join('')).toContain('no mail server')
    await expect(mailless.mail.test(account, undefined)).rejects.toMatchObject({
      code: 'mail-not-configured',
    })
  })

  it('with a link that opens an account is the only place of its token', async () => {
    const token = 'a-token-that-opens-an-account'
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
    const to = 'address:new@example.org' as const
    const link = `${BASE_URL}/set-up#${token}`
    const data = { link, expiresAt, name: 'New Person' }
    await notify(node.db, { kind: 'account-invited', to, key: 'k', data })

    await node.settle()

    expect(sink.mails[0]?.text).toContain(`Set up the account: ${link}`)
    const [event] = await node.db.select().from(notificationEvents)
    expect(event?.data).toEqual({ expiresAt, name: 'New Person' })
    expect(node.logLines.join('')).not.toContain(token)
  })

  it.each([
    ['there is no mail server', 0],
    ['it has expired', 2],
  ])('is not the place of a token for longer when %s', async (why, days) => {
    const mailless = days === 0 ? node.start({ smtpUrl: undefined }) : node
    if (days > 0) await sink[Symbol.asyncDispose]()
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
    const data = { link: 'https://x/#secret', expiresAt }
    await notify(node.db, {
      kind: 'password-recovery',
      to: 'address:a@example.org',
      key: why,
      data,
    })
    await mailless.settle()

    node.clock.now = new Date(Date.now() + days * 86_400_000)
    await node.sweep()

    const [event] = await node.db.select().from(notificationEvents)
    expect(event?.data).toEqual({ expiresAt })
  })
})

describe('the texts of mails', () => {
  it('can be changed, previewed and set back by an administrator', async () => {
    const { id } = await node.person()
    const { account } = await node.person('site-admin')
    const texts = { subject: 'Fertig: {{jobName}}', text: '{{link}}', html: '<p>{{jobName}}</p>' }

    expect(node.mail.preview('job-completed', texts)).toEqual({
      subject: 'Fertig: [jobName]',
      text: BASE_URL,
      html: '<p>[jobName]</p>',
    })
    await node.mail.putTemplate(account, 'job-completed', texts)
    await tellOfJob(id)
    await node.settle()
    const reset = await node.mail.resetTemplate(account, 'job-completed')

    expect(sink.mails[0]).toMatchObject({ subject: 'Fertig: GWAS', html: '<p>GWAS</p>' })
    expect(reset).toMatchObject({ updatedAt: null, subject: 'Your job {{jobName}} has completed' })
    await expect(
      node.mail.putTemplate(account, 'job-completed', { ...texts, html: '<script>' }),
    ).rejects.toMatchObject({ code: 'template-refused' })
  })

  it('are tried with a test mail that says at once what became of it', async () => {
    const { account, email } = await node.person('site-admin')

    expect(await node.mail.test(account, undefined)).toEqual({ to: email })
    await sink[Symbol.asyncDispose]()

    expect(sink.mails[0]?.subject).toBe('Test mail of Lund')
    await expect(node.mail.test(account, undefined)).rejects.toMatchObject({
      code: 'mail-not-sent',
      told: { key: 'mail-not-sent.unreachable', params: { fault: 'ESOCKET ECONNREFUSED' } },
    })
  })
})
