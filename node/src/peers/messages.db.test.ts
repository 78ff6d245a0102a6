import { randomUUID } from 'node:crypto'
import { signMessage } from '@crosspanel/protocol/signed-message'
import { DomainError } from '@crosspanel/protocol/problem'
import { sight } from '@crosspanel/protocol/sights'
import { asc, eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditEntries } from '../monitoring/schema.ts'
import { HttpFailure, type HttpResponse } from './http-client.ts'
import { inbox, outbox } from './schema.ts'
import { signerOf } from './statement.ts'
import {
  openTestPeers,
  type TestPeer,
  type TestPeerOptions,
} from '../../../test/src/peers-harness.ts'

const LUND = 'site:lund'
const IBADAN = 'site:ibadan'
const CAPE_TOWN = 'site:cape-town'

interface Sent {
  readonly job?: string
  readonly epoch?: number
  readonly to?: string
}

function cancel(peer: TestPeer, { job = randomUUID(), epoch = 1, to = IBADAN }: Sent = {}) {
  return peer.db.transaction((tx) =>
    peer.modules.outbox.send(tx, { to, type: 'job.cancel', job, epoch, body: {} }),
  )
}

function heartbeat(peer: TestPeer, { job = randomUUID(), epoch = 1, to = IBADAN }: Sent = {}) {
  const body = { runId: randomUUID(), progress: null }
  return peer.db.transaction((tx) =>
    peer.modules.outbox.send(tx, { to, type: 'job.heartbeat', job, epoch, body }),
  )
}

async function openPair(options: TestPeerOptions = {}, lundOptions: TestPeerOptions = {}) {
  const federation = await openTestPeers([LUND, IBADAN], {
    [LUND]: lundOptions,
    [IBADAN]: options,
  })
  return {
    lund: federation.peer(LUND),
    ibadan: federation.peer(IBADAN),
    [Symbol.asyncDispose]: () => federation[Symbol.asyncDispose](),
  }
}

function stateOf(peer: TestPeer, mid: string) {
  return peer.db
    .select({ delivered: outbox.deliveredAt, refused: outbox.refusedCode })
    .from(outbox)
    .where(eq(outbox.mid, mid))
    .then(([row]) => row?.refused ?? (row?.delivered ? 'delivered' : 'waiting'))
}

/** Lets time pass for what was put off. */
async function makeDue(peer: TestPeer): Promise<void> {
  await peer.db.update(outbox).set({ nextAttemptAt: null })
}

function answer(status: number, body: string, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers, body: new TextEncoder().encode(body) }
}

describe('messages between two sites', () => {
  it('arrive once, in the order in which they were sent', async () => {
    await using pair = await openPair()
    const { lund, ibadan } = pair
    const sent: string[] = []
    for (let epoch = 1; epoch <= 120; epoch += 1) sent.push(await heartbeat(lund, { epoch }))

    await lund.modules.settle()

    expect(ibadan.received.map(({ mid }) => mid)).toEqual(sent)
    const rows = await lund.db.select().from(outbox)
    expect(rows.every(({ deliveredAt }) => deliveredAt !== null)).toBe(true)
  })

  it('reach the own site by the same road, without a socket', async () => {
    await using pair = await openPair()
    const { lund } = pair
    lund.line.send = () => Promise.reject(new Error('no socket'))
    const mid = await cancel(lund, { to: LUND })

    await lund.modules.settle()

    expect(lund.received.map((message) => message.mid)).toEqual([mid])
  })

  it('are not sent when the transaction that sends them is rolled back', async () => {
    await using pair = await openPair()
    const { lund, ibadan } = pair
    const rolledBack = lund.db.transaction(async (tx) => {
      const message = { to: IBADAN, type: 'job.cancel', job: randomUUID(), epoch: 1 } as const
      await lund.modules.outbox.send(tx, { ...message, body: {} })
      throw new Error('changed its mind')
    })
    await expect(rolledBack).rejects.toThrow('changed its mind')

    await lund.modules.settle()

    expect(ibadan.received).toEqual([])
  })

  it('are delivered after a crash between the commit and the delivery', async () => {
    await using pair = await openPair()
    const { lund, ibadan } = pair
    const mid = await cancel(lund)

    await lund.restart()
    await lund.modules.settle()

    expect(ibadan.received.map((message) => message.mid)).toEqual([mid])
  })

  it('have one effect when the answer is lost and they are sent again', async () => {
    await using pair = await openPair()
    const { lund, ibadan } = pair
    const deliver = lund.line.send
    lund.line.send = async (request) => {
      await deliver(request)
      throw new HttpFailure(sight('answer.broken', { code: 'ECONNRESET' }))
    }
    const mid = await cancel(lund)
    await lund.modules.settle()
    const afterLoss = await stateOf(lund, mid)

    lund.line.send = deliver
    await lund.sql`update peer_links set next_attempt_at = null`
    await lund.modules.settle()

    expect(afterLoss).toBe('waiting')
    expect(await stateOf(lund, mid)).toBe('delivered')
    expect(ibadan.received).toHaveLength(1)
  })

  it('have one effect when each arrives three times at once, in any order', async () => {
    await using pair = await openPair()
    const { lund, ibadan } = pair
    for (let epoch = 1; epoch <= 20; epoch += 1) await heartbeat(lund, { epoch })
    const rows = await lund.db.select().from(outbox).orderBy(asc(outbox.seq))
    const copies = rows.flatMap(({ jws }) => [jws, jws, jws]).reverse()

    const replies = await Promise.all(
      copies.map((jws) =>
        lund.modules.client.call(IBADAN, {
          method: 'POST',
          path: '/peer/v1/messages',
          body: new TextEncoder().encode(JSON.stringify({ messages: [jws] })),
        }),
      ),
    )

    expect(replies.every(({ kind }) => kind === 'answered')).toBe(true)
    expect(ibadan.received).toHaveLength(20)
    expect(await ibadan.db.select().from(inbox)).toHaveLength(20)
  })

  it('wait while the peer is out of reach, and go when it calls', async () => {
    await using pair = await openPair()
    const { lund, ibadan } = pair
    const deliver = lund.line.send
    lund.line.send = () =>
      Promise.reject(new HttpFailure(sight('answer.broken', { code: 'ECONNREFUSED' })))
    const mid = await cancel(lund)
    await lund.modules.settle()
    await lund.sql`update peer_links set next_attempt_at = now() + interval '5 minutes'`
    lund.line.send = deliver
    await lund.modules.settle()
    const whileLeftAlone = await stateOf(lund, mid)

    await ibadan.modules.pollHealth(new AbortController().signal)
    await lund.modules.settle()

    expect(whileLeftAlone).toBe('waiting')
    expect(await stateOf(lund, mid)).toBe('delivered')
  })

  it('are left alone for as long as the peer asks', async () => {
    await using pair = await openPair()
    const { lund } = pair
    const problem = { type: 'x', title: 'x', status: 503, code: 'not-ready' }
    const headers = { 'content-type': 'application/problem+json', 'retry-after': '120' }
    lund.line.send = () => Promise.resolve(answer(503, JSON.stringify(problem), headers))
    await cancel(lund)

    await lund.modules.settle()

    const [link] = await lund.sql`
      select extract(epoch from next_attempt_at - now())::float8 as pause from peer_links`
    expect(link?.['pause']).toBeGreaterThan(110)
  })

  it.each([
    ['HTML with status 200', answer(200, '<h1>It works!</h1>', { 'content-type': 'text/html' })],
    ['JSON of another kind', answer(200, '{"ok":true}', { 'content-type': 'application/json' })],
    ['HTML with status 502', answer(502, '<h1>Bad gateway</h1>')],
    ['a redirect', answer(302, '', { location: 'http://elsewhere.example' })],
  ])('stay when the peer answers %s', async (_name, nonsense) => {
    await using pair = await openPair()
    const { lund } = pair
    lund.line.send = () => Promise.resolve(nonsense)
    const mid = await cancel(lund)

    await lund.modules.settle()

    expect(await stateOf(lund, mid)).toBe('waiting')
  })
})

describe('a message that its receiver refuses', () => {
  it('ends for good, is told of once, and leaves nothing of what its handler did', async () => {
    const told: string[] = []
    await using pair = await openPair(
      {
        async handle(tx) {
          await tx.insert(auditEntries).values({ actor: 'node', action: 'half.done' })
          throw new DomainError('stale-epoch')
        },
      },
      { onRefused: (_tx, { mid }, code) => Promise.resolve(void told.push(`${mid} ${code}`)) },
    )
    const { lund, ibadan } = pair
    const mid = await cancel(lund)

    await lund.modules.settle()
    await lund.modules.settle()

    expect(told).toEqual([`${mid} stale-epoch`])
    expect(await stateOf(lund, mid)).toBe('stale-epoch')
    expect(await ibadan.db.select().from(auditEntries)).toMatchObject([
      { action: 'peer.message-refused', actor: LUND, details: { code: 'stale-epoch', mid } },
    ])
    expect(await ibadan.db.select().from(inbox)).toMatchObject([{ mid, outcome: 'refused' }])
  })

  it.each([
    ['says that it cannot now', 'not-ready', new DomainError('not-ready')],
    [
      'has no room on its disk now',
      'insufficient-storage',
      new DomainError('insufficient-storage'),
    ],
    [
      'fills its disk over it',
      'insufficient-storage',
      Object.assign(new Error('no space'), { code: 'ENOSPC' }),
    ],
  ])('is sent again when the receiver %s', async (_, code, refusal) => {
    const state = { isReady: false }
    const told: string[] = []
    await using pair = await openPair(
      {
        handle() {
          if (state.isReady) return Promise.resolve()
          return Promise.reject(refusal)
        },
      },
      { onPutOff: (_tx, { mid }, code) => Promise.resolve(void told.push(`${mid} ${code}`)) },
    )
    const { lund } = pair
    const mid = await cancel(lund)
    await lund.modules.settle()
    const before = await stateOf(lund, mid)
    expect(told).toEqual([`${mid} ${code}`])

    state.isReady = true
    await makeDue(lund)
    await lund.modules.settle()

    expect(before).toBe('waiting')
    expect(await stateOf(lund, mid)).toBe('delivered')
  })

  it('is a conflict when its id was another message before', async () => {
    await using pair = await openPair()
    const { lund, ibadan } = pair
    const mid = await cancel(lund)
    await lund.modules.settle()
    const envelope = { mid, type: 'job.cancel', from: LUND, to: IBADAN, job: randomUUID() }
    const jws = await signMessage(
      { ...envelope, epoch: 1, issued: new Date().toISOString(), body: {} },
      signerOf(lund.keys),
    )

    await lund.db.update(outbox).set({ jws, deliveredAt: null })
    await lund.modules.settle()

    expect(await stateOf(lund, mid)).toBe('message-conflict')
    expect(ibadan.received).toHaveLength(1)
  })

  it('is refused when one member passes on the message of another', async () => {
    await using federation = await openTestPeers([LUND, IBADAN, CAPE_TOWN])
    const [lund, ibadan] = [federation.peer(LUND), federation.peer(IBADAN)]
    await cancel(lund)
    const [row] = await lund.db.select().from(outbox)

    const reply = await federation.peer(CAPE_TOWN).modules.client.call(IBADAN, {
      method: 'POST',
      path: '/peer/v1/messages',
      body: new TextEncoder().encode(JSON.stringify({ messages: [row?.jws] })),
    })

    expect(reply.kind).toBe('answered')
    expect(ibadan.received).toEqual([])
    expect(await ibadan.db.select().from(inbox)).toEqual([])
    expect(await ibadan.db.select().from(auditEntries)).toMatchObject([
      { action: 'peer.message-refused', actor: CAPE_TOWN },
    ])
  })
})

describe('a message that breaks its handler', () => {
  it('is put aside after five attempts, and holds up its own job only', async () => {
    const poisoned = randomUUID()
    await using pair = await openPair({
      handle: (_tx, { job }) =>
        job === poisoned ? Promise.reject(new TypeError('boom')) : Promise.resolve(),
    })
    const { lund, ibadan } = pair
    const bad = await heartbeat(lund, { job: poisoned })
    const behind = await heartbeat(lund, { job: poisoned, epoch: 2 })
    const other = await heartbeat(lund)

    await lund.modules.settle()
    const states = await Promise.all([bad, behind, other].map((mid) => stateOf(lund, mid)))
    for (let attempt = 2; attempt <= 5; attempt += 1) {
      await makeDue(lund)
      await lund.modules.settle()
    }

    expect(states).toEqual(['waiting', 'waiting', 'delivered'])
    expect(await stateOf(lund, bad)).toBe('internal')
    expect(await ibadan.db.select().from(auditEntries)).toMatchObject([
      { action: 'peer.message-quarantined', object: LUND, details: { mid: bad } },
    ])
  })
})

describe('a control message', () => {
  it('does not wait behind the messages of other jobs', async () => {
    await using pair = await openPair()
    const { lund, ibadan } = pair
    await heartbeat(lund)
    const mid = await cancel(lund)
    await lund.db
      .update(outbox)
      .set({ nextAttemptAt: sql`now() + interval '1 hour'` })
      .where(eq(outbox.lane, 'bulk'))

    await lund.modules.settle()

    expect(ibadan.received.map((message) => message.mid)).toEqual([mid])
  })

  it('never overtakes an earlier message of its own job', async () => {
    await using pair = await openPair()
    const { lund, ibadan } = pair
    const job = randomUUID()
    const first = await heartbeat(lund, { job })
    const second = await cancel(lund, { job })
    const third = await heartbeat(lund, { job, epoch: 2 })
    for (let more = 0; more < 60; more += 1) await heartbeat(lund)

    await lund.modules.settle()

    const ofJob = ibadan.received.filter((message) => message.job === job)
    expect(ofJob.map(({ mid }) => mid)).toEqual([first, second, third])
  })
})

describe('two processes of one site', () => {
  it('deliver each message once and in order', async () => {
    await using pair = await openPair()
    const { lund, ibadan } = pair
    const sent: string[] = []
    for (let epoch = 1; epoch <= 150; epoch += 1) sent.push(await heartbeat(lund, { epoch }))
    const first = lund.modules
    await lund.restart()
    const second = lund.modules

    await Promise.all([first.settle(), second.settle()])
    await Promise.all([first.settle(), second.settle()])

    expect(ibadan.received.map(({ mid }) => mid)).toEqual(sent)
  })
})
