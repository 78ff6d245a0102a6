import { randomUUID } from 'node:crypto'
import { keyIdOf } from '@crosspanel/protocol/keys'
import { sight } from '@crosspanel/protocol/sights'
import { describe, expect, it } from 'vitest'
import { openTestPeers } from '../../../test/src/peers-harness.ts'
import { auditEntries } from '../monitoring/schema.ts'
import type { Account } from '../users/account.ts'
import { HttpFailure } from './http-client.ts'
import { latencyOf } from './peer-watch.ts'

const LUND = 'site:lund'
const IBADAN = 'site:ibadan'
const ADMIN: Account = { id: randomUUID(), role: 'site-admin', via: 'session' }
const noLine = () =>
  Promise.reject(new HttpFailure(sight('answer.broken', { code: 'ECONNREFUSED' })))

describe('what administrators see of peers', () => {
  it('is the trust in each, its keys, and how it answers', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const [lund, ibadan] = [federation.peer(LUND), federation.peer(IBADAN)]

    const before = await lund.modules.admin.list()
    await lund.modules.pollHealth(new AbortController().signal)
    const after = await lund.modules.admin.list()

    expect(before).toMatchObject({
      document: { version: 1, isOpen: true },
      registry: { isAnswering: true, seen: 'it answers' },
      unusable: [],
    })
    expect(before.peers).toMatchObject([
      {
        siteId: IBADAN,
        status: 'active',
        url: ibadan.url,
        rootKeyId: await keyIdOf(ibadan.identity.root),
        signKeys: [{ keyId: ibadan.keys.signKid }],
        encryptionKeys: [{ keyId: ibadan.keys.encryptionKid }],
        look: { state: null, ageS: null, clockOffsetS: null },
        latency: null,
        backOff: null,
        outbox: { messages: 0, oldestS: null },
      },
    ])
    expect(after.peers).toMatchObject([
      { look: { state: 'ok', seen: 'it answers' }, latency: { answers: 1 }, documentVersion: 1 },
    ])
    expect(after.peers[0]?.look.clockOffsetS).toEqual(expect.any(Number))
    expect(after.peers[0]?.lastHeardAt).toEqual(expect.any(String))
  })

  it('is there with the registry and the peer away, and says so', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const { modules, line } = federation.peer(LUND)
    federation.registry.isDown = true
    line.send = noLine

    await modules.syncFederation()
    const test = await modules.admin.test(IBADAN)
    const { peers, registry } = await modules.admin.list()

    expect(test).toMatchObject({
      outcome: 'unreachable',
      seen: 'no answer (ECONNREFUSED)',
      isReady: null,
      clockOffsetS: null,
    })
    expect(peers).toMatchObject([{ look: { state: 'failed', seen: 'no answer' } }])
    expect(registry).toMatchObject({ isAnswering: false, seen: 'no answer (ECONNREFUSED)' })
    expect(registry?.answeredAgeS).toEqual(expect.any(Number))
  })

  it('is the answer of a peer that is asked now', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])

    const test = await federation.peer(LUND).modules.admin.test(IBADAN)

    expect(test).toMatchObject({ siteId: IBADAN, outcome: 'answered', isReady: true })
    expect(test.software?.version).toEqual(expect.any(String))
  })
})

describe('a pause before the next attempt', () => {
  it('is shown, and ended when an administrator says so', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const lund = federation.peer(LUND)
    await lund.restart({
      config: {
        dataDir: lund.dir,
        registryUrl: undefined,
        federationPollMs: 60_000,
        healthPollMs: 1_000,
        peerTimeoutMs: 2_000,
        transferTimeoutMs: 10_000,
        peerBackoffMaxMs: 3_600_000,
        peerMessageDays: 365,
      },
    })
    const { send } = lund.line
    lund.line.send = () =>
      Promise.resolve({
        status: 503,
        headers: { 'retry-after': '600' },
        body: new Uint8Array(),
      })
    const message = {
      to: IBADAN,
      type: 'job.cancel',
      job: randomUUID(),
      epoch: 1,
      body: {},
    } as const
    await lund.db.transaction((tx) => lund.modules.outbox.send(tx, message))
    await lund.modules.settle()
    const { peers: waiting } = await lund.modules.admin.list()

    lund.line.send = send
    await lund.modules.admin.retryNow(ADMIN, IBADAN)
    const { peers: due } = await lund.modules.admin.list()
    await lund.modules.settle()

    expect(waiting).toMatchObject([
      {
        backOff: { failures: 1, lastError: 'it answered with status 503' },
        outbox: { messages: 1 },
      },
    ])
    expect(due).toMatchObject([{ backOff: null, outbox: { messages: 1 } }])
    expect(federation.peer(IBADAN).received).toMatchObject([{ job: message.job }])
    expect(await lund.db.select().from(auditEntries)).toContainEqual(
      expect.objectContaining({
        actor: `account:${ADMIN.id}`,
        action: 'peer.retry-now',
        object: IBADAN,
      }),
    )
  })

  it.each([LUND, 'site:uppsala'])('is not there for %s, which is no peer', async (site) => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const { admin } = federation.peer(LUND).modules

    await expect(admin.retryNow(ADMIN, site)).rejects.toMatchObject({ code: 'site-not-found' })
    await expect(admin.test(site)).rejects.toMatchObject({ code: 'site-not-found' })
  })
})

describe('the usual response time', () => {
  it('is told by nearest rank, from the times that there are', () => {
    expect(latencyOf([])).toBeUndefined()
    expect(latencyOf([7])).toEqual({ lastMs: 7, p50Ms: 7, p95Ms: 7, answers: 1 })
    const times = Array.from({ length: 20 }, (_, index) => 20 - index)
    expect(latencyOf(times)).toEqual({ lastMs: 1, p50Ms: 10, p95Ms: 19, answers: 20 })
  })
})
