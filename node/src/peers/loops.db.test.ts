import { randomUUID } from 'node:crypto'
import { sight } from '@crosspanel/protocol/sights'
import { describe, expect, it } from 'vitest'
import { openHints } from '../hints.ts'
import { createLogger } from '../logger.ts'
import { HttpFailure } from './http-client.ts'
import { openTestPeers, type TestPeer } from '../../../test/src/peers-harness.ts'

const LUND = 'site:lund'
const IBADAN = 'site:ibadan'
const SOON = { timeout: 15_000 }

function send(peer: TestPeer): Promise<string> {
  const message = { to: IBADAN, type: 'job.cancel', job: randomUUID(), epoch: 1, body: {} } as const
  return peer.db.transaction((tx) => peer.modules.outbox.send(tx, message))
}

/** The sender's own connection may be one that was dropped. */
async function sendPersistently(peer: TestPeer): Promise<string> {
  for (let left = 20; left > 0; left -= 1) {
    try {
      return await send(peer)
    } catch {
      continue
    }
  }
  return send(peer)
}

const midsAt = (peer: TestPeer) => peer.received.map(({ mid }) => mid)

describe('the background loops', () => {
  it('deliver a message soon after its transaction is committed', async () => {
    await using peers = await openTestPeers([LUND, IBADAN])
    const [lund, ibadan] = [peers.peer(LUND), peers.peer(IBADAN)]
    await using stack = new AsyncDisposableStack()
    stack.use(lund.modules.loops())

    const mid = await send(lund)

    await expect.poll(() => midsAt(ibadan), SOON).toEqual([mid])
  })

  it('deliver without Redis', async () => {
    const log = createLogger({ siteId: LUND, logLevel: 'silent' })
    await using hints = openHints('/nowhere/redis.sock', 'test', log)
    await using peers = await openTestPeers([LUND, IBADAN], {
      [LUND]: { hints },
      [IBADAN]: { hints },
    })
    const [lund, ibadan] = [peers.peer(LUND), peers.peer(IBADAN)]
    await using stack = new AsyncDisposableStack()
    stack.use(lund.modules.loops())

    const mid = await send(lund)

    await expect.poll(() => midsAt(ibadan), SOON).toEqual([mid])
  })

  it('go on after the database has dropped every connection', async () => {
    await using peers = await openTestPeers([LUND, IBADAN])
    const [lund, ibadan] = [peers.peer(LUND), peers.peer(IBADAN)]
    await using stack = new AsyncDisposableStack()
    stack.use(lund.modules.loops())
    stack.use(ibadan.modules.loops())
    const first = await send(lund)
    await expect.poll(() => midsAt(ibadan), SOON).toEqual([first])

    for (const { sql } of [lund, ibadan]) {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`
    }
    const second = await sendPersistently(lund)

    await expect.poll(() => midsAt(ibadan), SOON).toEqual([first, second])
  })

  it('deliver when a partition has healed, without help', async () => {
    await using peers = await openTestPeers([LUND, IBADAN])
    const [lund, ibadan] = [peers.peer(LUND), peers.peer(IBADAN)]
    const { send: deliver } = lund.line
    await using stack = new AsyncDisposableStack()
    const cut = Promise.withResolvers<never>()
    lund.line.send = () => cut.promise
    stack.use(lund.modules.loops())
    const mid = await send(lund)

    lund.line.send = deliver
    cut.reject(new HttpFailure(sight('answer.broken', { code: 'ETIMEDOUT' })))

    await expect.poll(() => midsAt(ibadan), SOON).toEqual([mid])
  })
})
