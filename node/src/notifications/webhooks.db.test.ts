import { eq, sql } from 'drizzle-orm'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type NotificationsHarness,
  openNotifications,
} from '../../../test/src/notifications-harness.ts'
import { openWebhookReceiver, type ReceivedCall } from '../../../test/src/webhook-receiver.ts'
import { notify } from './notify.ts'
import { webhookDeliveries } from './webhook-schema.ts'

const LOG = { limit: 50 }
const jobData = { jobId: 'j1', jobName: 'GWAS', panelId: 'site:x/p', hostSite: 'site:x' }

let stack: AsyncDisposableStack
let receiver: Awaited<ReturnType<typeof openWebhookReceiver>>
let node: NotificationsHarness
beforeEach(async () => {
  stack = new AsyncDisposableStack()
  receiver = stack.use(await openWebhookReceiver())
  node = stack.use(await openNotifications({ webhookPorts: [receiver.port] }))
})
afterEach(() => stack.disposeAsync())

function request(more: object = {}) {
  const kinds = ['job-completed' as const]
  return { name: 'lab', url: receiver.url, kinds, scope: 'own' as const, ...more }
}

function tellOfJob(accountId: string, key = 'j1:0') {
  const to = `account:${accountId}` as const
  return notify(node.db, { kind: 'job-completed', to, key, data: jobData })
}

function verify({ headers, body }: ReceivedCall, secret: string): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>)
}

function makeDue() {
  return node.db
    .update(webhookDeliveries)
    .set({ nextAttemptAt: sql`now()` })
    .where(eq(webhookDeliveries.state, 'waiting'))
}

describe('a webhook', () => {
  it('is called with a signature that the library accepts', async () => {
    const { account, id } = await node.person()
    const hook = await node.webhooks.create(account, request())
    await tellOfJob(id)

    await node.settle()

    expect(receiver.calls).toHaveLength(1)
    expect(verify(receiver.calls[0]!, hook.secret)).toMatchObject({
      type: 'job-completed',
      recipient: `account:${id}`,
      data: { ...jobData, link: 'https://lund.example.org/jobs/j1' },
    })
    const log = await node.webhooks.listDeliveries(account, hook.id, LOG)
    expect(log.deliveries).toMatchObject([
      {
        state: 'delivered',
        status: 204,
        attempts: 1,
        id: receiver.calls[0]?.headers['webhook-id'],
      },
    ])
  })

  it('of an account hears of its own events, one of the site of all, and of its kinds only', async () => {
    const [ada, bob] = [await node.person(), await node.person()]
    const admin = await node.person('site-admin')
    await node.webhooks.create(ada.account, request())
    await node.webhooks.create(bob.account, request({ kinds: ['job-failed'] }))
    await node.webhooks.create(admin.account, request({ scope: 'site' }))
    await tellOfJob(ada.id)
    await tellOfJob(bob.id)

    await node.settle()

    const heard = receiver.calls.map(
      ({ body }) => (JSON.parse(body) as { recipient: string }).recipient,
    )
    expect(heard.toSorted()).toEqual(
      [`account:${ada.id}`, `account:${ada.id}`, `account:${bob.id}`].toSorted(),
    )
    await expect(
      node.webhooks.create(ada.account, request({ scope: 'site' })),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('is nothing to another account', async () => {
    const [ada, bob] = [await node.person(), await node.person('site-admin')]
    const { id } = await node.webhooks.create(ada.account, request())
    const notFound = { code: 'webhook-not-found' }

    await expect(node.webhooks.get(bob.account, id)).rejects.toMatchObject(notFound)
    await expect(node.webhooks.remove(bob.account, id)).rejects.toMatchObject(notFound)
    await expect(node.webhooks.rotateSecret(bob.account, id)).rejects.toMatchObject(notFound)
    await expect(node.webhooks.listDeliveries(bob.account, id, LOG)).rejects.toMatchObject(notFound)
    expect(await node.webhooks.list(bob.account)).toEqual([])
  })

  it('signs with both secrets for a day after a change', async () => {
    const { account, id } = await node.person()
    const hook = await node.webhooks.create(account, request())
    const { secret } = await node.webhooks.rotateSecret(account, hook.id)
    await tellOfJob(id, 'a')
    await node.settle()
    const during = receiver.calls[0]!
    expect([verify(during, secret), verify(during, hook.secret)]).toHaveLength(2)

    await node.db.execute(sql`update webhooks set previous_secret_until = now() - interval '1 day'`)
    await tellOfJob(id, 'b')
    await node.settle()

    expect(verify(receiver.calls[1]!, secret)).toMatchObject({ type: 'job-completed' })
    expect(() => verify(receiver.calls[1]!, hook.secret)).toThrow('No matching signature')
  })

  it('whose receiver fails is called again under the same id', async () => {
    const { account, id } = await node.person()
    const hook = await node.webhooks.create(account, request())
    receiver.answer.status = 500
    await tellOfJob(id)
    await node.settle()
    receiver.answer.status = 200
    await makeDue()

    await node.settle()

    const ids = receiver.calls.map(({ headers }) => headers['webhook-id'])
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
    const { deliveries } = await node.webhooks.listDeliveries(account, hook.id, LOG)
    expect(deliveries).toMatchObject([{ state: 'delivered', attempts: 2, status: 200 }])
  })

  it('that took nothing for three days is switched off, its owner is told, and it can be replayed', async () => {
    const { account, id } = await node.person()
    const hook = await node.webhooks.create(account, request())
    receiver.answer.status = 503
    await tellOfJob(id)
    await node.settle()
    await node.db.update(webhookDeliveries).set({ giveUpAt: sql`now()` })
    await makeDue()
    await node.settle()
    await node.settle()

    const off = await node.webhooks.get(account, hook.id)
    expect(off).toMatchObject({
      isEnabled: false,
      disabledWhy: 'it took nothing for 3 days (status 503)',
    })
    const { notifications } = await node.inbox.list(account, { unread: true, limit: 10 })
    expect(notifications[0]).toMatchObject({ kind: 'webhook-disabled' })

    receiver.answer.status = 200
    await node.webhooks.change(account, hook.id, { ...request(), isEnabled: true })
    const since = new Date(Date.now() - 60_000)
    expect(await node.webhooks.replaySince(account, hook.id, since)).toEqual({ deliveries: 1 })
    await node.settle()

    const { deliveries } = await node.webhooks.listDeliveries(account, hook.id, LOG)
    expect(deliveries).toMatchObject([{ state: 'delivered', attempts: 1 }])
    expect(new Set(receiver.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  it('that is gone is switched off at once, and a redirect is not followed (T12)', async () => {
    const { account, id } = await node.person()
    const hook = await node.webhooks.create(account, request())
    receiver.answer.status = 302
    await tellOfJob(id, 'a')
    await node.settle()
    expect(receiver.calls).toHaveLength(1)

    receiver.answer.status = 410
    await makeDue()
    await node.settle()

    expect(await node.webhooks.get(account, hook.id)).toMatchObject({ isEnabled: false })
  })

  it('is tried with a test, once, whose outcome is in the log', async () => {
    const { account } = await node.person()
    const hook = await node.webhooks.create(account, request())
    receiver.answer.status = 500

    await node.webhooks.test(account, hook.id)
    await node.settle()

    const { deliveries } = await node.webhooks.listDeliveries(account, hook.id, LOG)
    expect(deliveries).toMatchObject([{ kind: 'test', state: 'failed', status: 500, attempts: 1 }])
    expect(await node.webhooks.get(account, hook.id)).toMatchObject({ isEnabled: true })
  })
})

describe('a name that leads into the network of the node (T12)', () => {
  it('is found out when it is called', async () => {
    await using strict = await openNotifications({
      webhookPorts: [receiver.port],
      webhookAllowedCidrs: [],
    })
    const { account, id } = await strict.person()
    const url = `http://localhost:${receiver.port}/hook`
    const hook = await strict.webhooks.create(account, request({ url }))
    await notify(strict.db, {
      kind: 'job-completed',
      to: `account:${id}`,
      key: 'k',
      data: jobData,
    })

    await strict.settle()

    const { deliveries } = await strict.webhooks.listDeliveries(account, hook.id, LOG)
    expect(deliveries).toMatchObject([
      { state: 'waiting', fault: 'address-not-public', told: { key: 'delivery.not-public' } },
    ])
    expect(receiver.calls).toEqual([])
  })
})
