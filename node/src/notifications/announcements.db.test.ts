import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusal } from '../../../test/src/edge.ts'
import { type LiveNode, openLiveNode } from '../../../test/src/live-harness.ts'

type Body = Record<string, unknown>

describe('an announcement', () => {
  let node: LiveNode
  let ada: { id: string; token: string }
  let admin: { id: string; token: string }
  beforeAll(async () => {
    node = await openLiveNode()
    ada = await node.person()
    admin = await node.person('site-admin')
  })
  afterAll(() => node[Symbol.asyncDispose]())

  const call = (token: string, method: string, path = '', body?: Body) =>
    fetch(`${node.url}/api/v1/announcements${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const create = async (body: Body) =>
    (await (await call(admin.token, 'POST', '', body)).json()) as Body
  const idsInForce = async () => {
    const answer = (await (await call(ada.token, 'GET')).json()) as { announcements: Body[] }
    return answer.announcements.map(({ id }) => id)
  }
  const notified = (id: unknown) =>
    node.sql`select kind, recipient, data from notification_events where key = ${id as string}`

  it('is shown to everybody at once: in the API, on open pages and in their inboxes', async () => {
    await using page = node.listen(ada.token)
    await page.until(({ snapshots }) => snapshots.length === 1)

    const { id } = await create({ text: 'Maintenance on Friday', severity: 'warning' })
    await page.until((l) => l.subjects().includes(id as string))

    expect(await idsInForce()).toContain(id)
    expect(page.patches[0]).toMatchObject({
      type: 'announcement',
      data: { severity: 'warning', text: 'Maintenance on Friday', endedAt: null },
    })
    expect(await notified(id)).toEqual([
      {
        kind: 'announcement',
        recipient: 'everyone',
        data: { announcementId: id, severity: 'warning', text: 'Maintenance on Friday' },
      },
    ])
    await using later = node.listen(ada.token)
    await later.until(({ snapshots }) => snapshots.length === 1)
    expect(later.snapshots[0]?.announcements.map((each) => each.id)).toContain(id)
  })

  it('with a beginning to come is told of when its time has come, and once', async () => {
    const from = new Date(Date.now() + 3_600_000)
    const { id } = await create({ text: 'Tomorrow', from: from.toISOString() })
    await node.announcements.begin()
    expect(await idsInForce()).not.toContain(id)
    expect(await notified(id)).toEqual([])

    const before = node.clock.now
    node.clock.now = () => from
    await Promise.all([node.announcements.begin(), node.announcements.begin()])
    await node.announcements.begin()

    expect(await idsInForce()).toContain(id)
    expect(await notified(id)).toHaveLength(1)
    node.clock.now = before
  })

  it('is changed and ended on open pages without telling people again', async () => {
    const { id } = await create({ text: 'Short' })
    await using page = node.listen(ada.token)
    await page.until(({ snapshots }) => snapshots.length === 1)

    const changed = await call(admin.token, 'PATCH', `/${String(id)}`, { text: 'Shorter' })
    const ended = await call(admin.token, 'DELETE', `/${String(id)}`)
    await page.until(({ patches }) => patches.length === 2)

    expect([changed.status, ended.status]).toEqual([200, 200])
    expect(page.patches.map(({ data }) => [data['text'], data['endedAt'] === null])).toEqual([
      ['Shorter', true],
      ['Shorter', false],
    ])
    expect(await idsInForce()).not.toContain(id)
    expect(await notified(id)).toHaveLength(1)
    const again = await call(admin.token, 'DELETE', `/${String(id)}`)
    expect(await refusal(again)).toEqual([409, 'announcement-ended'])
  })

  it('is over when its time is', async () => {
    const { id } = await create({
      text: 'Brief',
      until: new Date(Date.now() + 60_000).toISOString(),
    })
    expect(await idsInForce()).toContain(id)
    const before = node.clock.now
    node.clock.now = () => new Date(Date.now() + 61_000)

    expect(await idsInForce()).not.toContain(id)
    node.clock.now = before
  })

  it('of the federation is shown as its own are, changes and ends with the list, and is no business of theirs', async () => {
    const id = randomUUID()
    const told = (changes: Body = {}) => ({
      ...{ id, issuer: 'federation' as const, severity: 'info' as const, text: 'Registry moves' },
      ...{ from: '2026-01-01T00:00:00Z', until: null, endedAt: null },
      ...{ createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' },
      ...changes,
    })
    const take = (version: number, announcements = [told()]) => {
      const list = { federationId: 'fed:test', version, issued: '2026-01-01T00:00:00Z' }
      return node.announcements.takeOfFederation({ ...list, announcements })
    }
    await using page = node.listen(ada.token)
    await page.until(({ snapshots }) => snapshots.length === 1)

    await take(7)
    await take(7, [])
    await take(6, [])
    const shown = await idsInForce()
    const tries = [
      await call(admin.token, 'PATCH', `/${id}`, { text: 'mine' }),
      await call(admin.token, 'DELETE', `/${id}`),
    ]
    await take(8, [told({ text: 'Registry has moved', updatedAt: '2026-01-02T00:00:00Z' })])
    await take(9, [])
    await page.until(({ patches }) => patches.length === 3)

    expect(shown).toContain(id)
    expect(await Promise.all(tries.map(refusal))).toEqual(
      Array<[number, string]>(2).fill([403, 'forbidden']),
    )
    expect(page.patches.map(({ data }) => [data['text'], data['endedAt'] === null])).toEqual([
      ['Registry moves', true],
      ['Registry has moved', true],
      ['Registry has moved', false],
    ])
    expect(page.patches[0]?.data['issuer']).toBe('federation')
    expect(await notified(id)).toHaveLength(1)
    expect(await idsInForce()).not.toContain(id)
  })

  it('of the federation never takes the place of one of the site', async () => {
    const { id } = await create({ text: 'Ours' })
    const theirs = {
      ...{ id: id as string, issuer: 'federation' as const, severity: 'info' as const },
      ...{ text: 'Theirs', from: '2026-01-01T00:00:00Z', until: null, endedAt: null },
      ...{ createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' },
    }

    await node.announcements.takeOfFederation({
      ...{ federationId: 'fed:test', version: 100, issued: '2026-01-01T00:00:00Z' },
      announcements: [theirs],
    })
    const [row] = await node.sql`select text, issuer from announcements where id = ${id as string}`

    expect(row).toEqual({ text: 'Ours', issuer: 'site' })
  })

  it.each([
    [
      'that ends before it begins',
      { text: 'x', from: '2040-01-02T00:00:00Z', until: '2040-01-01T00:00:00Z' },
    ],
    [
      'that is over already',
      { text: 'x', from: '2020-01-01T00:00:00Z', until: '2020-01-02T00:00:00Z' },
    ],
    ['without words', { text: '  ' }],
    ['that would move a cursor', { text: 'x\u001b[2J' }],
  ])('%s is refused', async (_, body) => {
    expect(await refusal(await call(admin.token, 'POST', '', body))).toEqual([
      400,
      'invalid-request',
    ])
  })

  it('is made, changed, ended and listed with all others by administrators alone', async () => {
    const { id } = await create({ text: 'Theirs' })
    const tries = await Promise.all([
      call(ada.token, 'POST', '', { text: 'mine' }),
      call(ada.token, 'PATCH', `/${String(id)}`, { text: 'mine' }),
      call(ada.token, 'DELETE', `/${String(id)}`),
      call(ada.token, 'GET', '/all'),
    ])

    expect(await Promise.all(tries.map(refusal))).toEqual(
      Array<[number, string]>(4).fill([403, 'forbidden']),
    )
    const unknown = await call(admin.token, 'DELETE', `/${randomUUID()}`)
    expect(await refusal(unknown)).toEqual([404, 'announcement-not-found'])
  })
})
