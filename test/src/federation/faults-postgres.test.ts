import { describe, expect, it } from 'vitest'
import { openFaultyNode } from '../faulty-node.ts'
import { openFaultyPostgres } from '../faulty-servers.ts'

async function openWithPostgres() {
  await using stack = new AsyncDisposableStack()
  const server = stack.use(await openFaultyPostgres())
  const node = stack.use(await openFaultyNode({ environment: { DATABASE_URL: server.url } }))
  const owned = stack.move()
  return { server, node, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

describe('Postgres, under load', () => {
  it('is killed and started again: the node refuses meanwhile and goes on by itself', async () => {
    await using opened = await openWithPostgres()
    const { node, server } = opened
    await node.untilServed()

    node.press()
    await server.kill()
    await node.untilReadiness('database')
    await node.untilRefusing(503)
    await node.untilRaised('database-away')
    await server.start()

    await node.untilReadiness('ready')
    await node.untilServed()
    await node.untilResolved('database-away')
    await node.expectUnharmed()
    expect(node.load.record.unanswered).toBe(0)
  })

  it('is paused: requests are refused in time, and the node goes on when it answers', async () => {
    await using opened = await openWithPostgres()
    const { node, server } = opened
    await node.untilServed()

    node.press()
    await server.pause()
    await node.untilReadiness('database')
    await node.untilRefusing(503)
    await node.untilRaised('database-away')
    await server.resume()

    await node.untilReadiness('ready')
    await node.untilServed()
    await node.untilResolved('database-away')
    await node.expectUnharmed()
    expect(node.load.record.unanswered).toBe(0)
  })
})
