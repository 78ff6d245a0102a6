import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { outbox } from './schema.ts'
import { openTestFederation, type TestPeer } from './testing.ts'

const LUND = 'site:lund'
const IBADAN = 'site:ibadan'

function cancel(peer: TestPeer, to: string, job: string = randomUUID()): Promise<string> {
  return peer.db.transaction((tx) =>
    peer.modules.outbox.send(tx, { to, type: 'job.cancel', job, epoch: 1, body: {} }),
  )
}

function heartbeat(peer: TestPeer, to: string, job: string = randomUUID(), epoch = 1) {
  const body = { runId: randomUUID(), progress: null }
  return peer.db.transaction((tx) =>
    peer.modules.outbox.send(tx, { to, type: 'job.heartbeat', job, epoch, body }),
  )
}

describe('messages between two sites', () => {
  it('arrive once, in the order in which they were sent', async () => {
    await using federation = await openTestFederation([LUND, IBADAN])
    const [lund, ibadan] = [federation.peer(LUND), federation.peer(IBADAN)]
    const sent: string[] = []
    for (let epoch = 1; epoch <= 120; epoch += 1) {
      sent.push(await heartbeat(lund, IBADAN, randomUUID(), epoch))
    }

    await lund.modules.settle()

    expect(ibadan.received.map(({ mid }) => mid)).toEqual(sent)
    const rows = await lund.db.select().from(outbox)
    expect(rows.every(({ deliveredAt }) => deliveredAt !== null)).toBe(true)
  })

  it('reach the own site by the same road, without a socket', async () => {
    await using federation = await openTestFederation([LUND])
    const lund = federation.peer(LUND)
    lund.line.send = () => Promise.reject(new Error('no socket'))
    const mid = await cancel(lund, LUND)

    await lund.modules.settle()

    expect(lund.received.map((message) => message.mid)).toEqual([mid])
  })
})
