import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LiveNode, openLiveNode, withTransaction } from '../../../test/src/live-harness.ts'
import { accounts } from '../users/schema.ts'
import { formatPosition, parsePosition } from './live-position.ts'

const forAll = (subject: string) =>
  ({ topic: 'everyone', type: 'site', subject, data: { n: subject } }) as const

describe('live events', () => {
  let node: LiveNode
  let ada: { id: string; token: string }
  let eve: { id: string; token: string }
  let admin: { id: string; token: string }
  beforeAll(async () => {
    node = await openLiveNode()
    ada = await node.person()
    eve = await node.person()
    admin = await node.person('site-admin')
  })
  afterAll(() => node[Symbol.asyncDispose]())

  it('begin with a snapshot and go on with patches', async () => {
    await using listener = node.listen(ada.token)
    await listener.until(({ snapshots }) => snapshots.length === 1)

    await node.publish({
      topic: `account:${ada.id}`,
      type: 'job',
      subject: 'j',
      data: { state: 'running' },
    })
    await listener.until(({ patches }) => patches.length === 1)

    expect(listener.snapshots[0]).toMatchObject({
      reset: false,
      account: { id: ada.id, role: 'researcher' },
      topics: [`account:${ada.id}`, 'everyone'],
      jobs: [],
      announcements: [],
    })
    expect(listener.patches).toEqual([{ type: 'job', subject: 'j', data: { state: 'running' } }])
  })

  it('are seen by those alone whom they are for', async () => {
    await using her = node.listen(ada.token)
    await using other = node.listen(eve.token)
    await using boss = node.listen(admin.token)
    await using narrow = node.listen(admin.token, { topics: ['everyone'] })
    const all = [her, other, boss, narrow]
    await Promise.all(all.map((each) => each.until(({ snapshots }) => snapshots.length === 1)))

    await node.publish({ topic: `account:${ada.id}`, type: 'job', subject: 'hers', data: {} })
    await node.publish({ topic: 'site-admins', type: 'run', subject: 'run', data: {} })
    await node.publish(forAll('end'))
    await Promise.all(all.map((each) => each.until((l) => l.subjects().includes('end'))))

    expect(all.map((each) => each.subjects())).toEqual([
      ['hers', 'end'],
      ['end'],
      ['run', 'end'],
      ['end'],
    ])
  })

  it('that were missed are told by permission, too', async () => {
    const from = formatPosition(await createPosition())
    await node.publish({ topic: `account:${ada.id}`, type: 'job', subject: 'hers', data: {} })
    await node.publish({ topic: 'site-admins', type: 'run', subject: 'run', data: {} })
    await node.publish(forAll('missed'))
    await using other = node.listen(eve.token, { lastEventId: from })

    await other.until((l) => l.subjects().includes('missed'))

    expect(other.subjects()).toEqual(['missed'])
    expect(other.snapshots).toEqual([])
  })

  async function createPosition() {
    await node.live.hub.catchUp()
    const position = node.live.hub.position()
    if (position === undefined) throw new Error('the hub has not begun')
    return position
  }

  it('are never skipped when transactions end in another order than they began', async () => {
    await using listener = node.listen(ada.token)
    await listener.until(({ snapshots }) => snapshots.length === 1)

    await withTransaction(node, async (insert) => {
      await insert(forAll('late 1'))
      await withTransaction(node, (other) => other(forAll('early')))
      await listener.until((l) => l.subjects().includes('early'))
      expect(listener.subjects()).toEqual(['early'])
      await insert(forAll('late 2'))
    })
    await listener.until((l) => l.subjects().includes('late 2'))

    expect(listener.subjects()).toEqual(['early', 'late 1', 'late 2'])
  })

  it('go on after any one of them, without a gap or a repetition, across open transactions', async () => {
    const start = formatPosition(await createPosition())
    await using listener = node.listen(ada.token)
    await listener.until(({ snapshots }) => snapshots.length === 1)
    await withTransaction(node, async (insert) => {
      await insert(forAll('a1'))
      await withTransaction(node, async (other) => {
        for (const subject of ['b1', 'b2', 'b3']) await other(forAll(subject))
      })
      await listener.until((l) => l.subjects().includes('b3'))
      await insert(forAll('a2'))
    })
    await listener.until((l) => l.subjects().includes('a2'))
    const told = ['b1', 'b2', 'b3', 'a1', 'a2']
    expect(listener.subjects()).toEqual(told)
    expect(new Set(listener.ids).size).toBe(told.length)

    const missedAll = await replay(start, 'done')
    expect(missedAll.subjects()).toEqual(['a1', 'b1', 'b2', 'b3', 'a2', 'done'])
    for (const [index, id] of listener.ids.slice(0, told.length).entries()) {
      const missed = await replay(id, 'done')
      expect(missed.subjects()).toEqual([...told.slice(index + 1), 'done'])
    }
    for (const [index, id] of missedAll.ids.entries()) {
      const missed = await replay(id, 'later')
      expect(missed.subjects()).toEqual([...missedAll.subjects().slice(index + 1), 'later'])
    }
  })

  /** What a client is told that comes back with this id, up to the event that is named; it is published at the first call. */
  async function replay(lastEventId: string, last: string) {
    const [known] = await node.sql`select 1 from live_events where subject = ${last}`
    if (known === undefined) await node.publish(forAll(last))
    await using missed = node.listen(ada.token, { lastEventId })
    await missed.until((l) => l.subjects().includes(last))
    return missed
  }

  it.each([
    ['nobody gave out', () => 'nonsense'],
    ['is of another database', () => `${Date.now().toString(36)}~1:99999999999:`],
    [
      'is older than what is kept',
      async () => formatPosition({ ...(await createPosition()), at: Date.now() - 3_000_000 }),
    ],
  ])('begin anew for a client whose last id %s', async (_, idOf) => {
    await using listener = node.listen(ada.token, { lastEventId: await idOf() })

    await listener.until(({ snapshots }) => snapshots.length === 1)

    expect(listener.snapshots[0]?.reset).toBe(true)
  })

  it('begin anew for a client that has missed too many', async () => {
    const from = formatPosition(await createPosition())
    await node.sql`insert into live_events (topic, type, subject, data)
      select 'everyone', 'site', n::text, '{}' from generate_series(1, 1001) n`
    await using listener = node.listen(ada.token, { lastEventId: from })

    await listener.until(({ snapshots }) => snapshots.length === 1)

    expect(listener.snapshots[0]?.reset).toBe(true)
    expect(listener.patches).toEqual([])
  })

  it('arrive after the connection that listens for them was killed', async () => {
    await using listener = node.listen(ada.token)
    await listener.until(({ snapshots }) => snapshots.length === 1)
    const killed = await node.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like 'listen %'`

    for (const subject of ['one', 'two', 'three']) {
      await node.publish(forAll(subject))
      await listener.until((l) => l.subjects().includes(subject))
    }

    expect(killed).toHaveLength(1)
    expect(listener.subjects()).toEqual(['one', 'two', 'three'])
  })

  it('are made into bytes once each, and not at all when nobody listens', async () => {
    const before = node.live.hub.framesMade()
    await node.publish({ topic: `account:${randomUUID()}`, type: 'job', subject: 'x', data: {} })
    await createPosition()
    expect(node.live.hub.framesMade()).toBe(before)
    await using one = node.listen(ada.token)
    await using two = node.listen(eve.token)
    await Promise.all([one, two].map((l) => l.until(({ snapshots }) => snapshots.length === 1)))

    await node.publish(forAll('once'))
    await Promise.all([one, two].map((l) => l.until((each) => each.subjects().includes('once'))))

    expect(node.live.hub.framesMade()).toBe(before + 1)
  })

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
  ])('are closed to pages of %s (T24)', async (_, headers) => {
    const answer = await fetch(`${node.url}/api/v1/events`, {
      headers: { cookie: `crosspanel_session=${ada.token}`, ...headers },
    })

    expect([answer.status, await codeOf(answer)]).toEqual([403, 'csrf-refused'])
  })

  it('are refused for a topic that is not the account’s', async () => {
    const answer = await fetch(`${node.url}/api/v1/events?topics=site-admins`, {
      headers: { authorization: `Bearer ${ada.token}` },
    })

    expect([answer.status, await codeOf(answer)]).toEqual([403, 'forbidden'])
  })

  it('are forgotten when they are old, others kept', async () => {
    await node.sql`insert into live_events (topic, type, subject, data, at)
      select 'none', 'site', n::text, '{}', now() - interval '2 hours' from generate_series(1, 6000) n`
    await node.publish({ topic: 'site-admins', type: 'site', subject: 'young', data: {} })

    await node.live.prune()

    const [left] = await node.sql`select count(*) filter (where topic = 'none')::int as old,
      count(*) filter (where subject = 'young')::int as young from live_events`
    expect(left).toEqual({ old: 0, young: 1 })
  })
})

const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code

describe('streams of live events', () => {
  it('end with the login, or with the role that they were opened with', async () => {
    await using node = await openLiveNode({ pauses: { beatMs: 20, heartbeatMs: 20 } })
    const ada = await node.person()
    const boss = await node.person('site-admin')
    await using hers = node.listen(ada.token)
    await using his = node.listen(boss.token)
    await Promise.all([hers, his].map((l) => l.until(({ snapshots }) => snapshots.length === 1)))

    await node.users.logOut(ada.token)
    await node.db.update(accounts).set({ role: 'researcher' }).where(eq(accounts.id, boss.id))
    await hers.until(({ states }) => states.includes('refused'))
    await his.until(({ states }) => states.filter((state) => state === 'open').length === 2)
    await node.publish({ topic: 'site-admins', type: 'run', subject: 'secret', data: {} })
    await node.publish(forAll('end'))
    await his.until((l) => l.subjects().includes('end'))

    expect(his.subjects()).toEqual(['end'])
  })

  it('move the place to go on from by their heartbeats', async () => {
    await using node = await openLiveNode({ pauses: { beatMs: 20, heartbeatMs: 20 } })
    const ada = await node.person()
    await using listener = node.listen(ada.token)
    await listener.until(({ snapshots }) => snapshots.length === 1)
    const first = listener.events.lastEventId()

    await node.publish({ topic: 'site-admins', type: 'site', subject: 'not hers', data: {} })
    await node.live.hub.catchUp()
    await expect.poll(() => listener.events.lastEventId(), { timeout: 20_000 }).not.toBe(first)

    expect(parsePosition(listener.events.lastEventId() ?? '')).toBeDefined()
  })

  it('are limited for each account and for all', async () => {
    await using node = await openLiveNode({ liveStreams: 3, liveStreamsPerAccount: 2 })
    const ada = await node.person()
    const eve = await node.person()
    const open = async (token: string) => {
      const stop = new AbortController()
      const headers = { authorization: `Bearer ${token}` }
      const answer = await fetch(`${node.url}/api/v1/events`, { headers, signal: stop.signal })
      return { stop, answer }
    }
    const two = [await open(ada.token), await open(ada.token)]

    const third = await open(ada.token)
    const hers = await open(eve.token)
    const full = await open(eve.token)

    expect([third.answer.status, await codeOf(third.answer)]).toEqual([429, 'too-many-streams'])
    expect(hers.answer.status).toBe(200)
    expect([full.answer.status, await codeOf(full.answer)]).toEqual([503, 'not-ready'])
    expect(full.answer.headers.get('retry-after')).toBe('30')

    for (const { stop } of two) stop.abort()
    await expect.poll(() => node.live.streams.openStreams(), { timeout: 20_000 }).toBe(1)
    const later = await open(ada.token)
    expect(later.answer.status).toBe(200)
    for (const { stop } of [later, hers]) stop.abort()
  })

  it('are polled for where LISTEN is not to be had', async () => {
    await using node = await openLiveNode({ pauses: { pollMs: 50 } })
    const ada = await node.person()
    await using listener = node.listen(ada.token)
    await listener.until(({ snapshots }) => snapshots.length === 1)

    await node.sql`insert into live_events (topic, type, subject, data)
      values ('everyone', 'site', 'unannounced', '{}')`
    await listener.until((l) => l.subjects().includes('unannounced'))

    expect(listener.subjects()).toEqual(['unannounced'])
  })

  it('are woken by the commit itself, long before the next poll', async () => {
    await using node = await openLiveNode({ pauses: { pollMs: 3_600_000 } })
    const ada = await node.person()
    await using listener = node.listen(ada.token)
    await listener.until(({ snapshots }) => snapshots.length === 1)

    await node.publish(forAll('announced'))
    await listener.until((l) => l.subjects().includes('announced'))

    expect(listener.subjects()).toEqual(['announced'])
  })
})
