import { describe, expect, it } from 'vitest'
import { openFaultyNode } from '../faulty-node.ts'
import { openFaultyRedis } from '../faulty-servers.ts'

describe('Redis, under load', () => {
  it('is flushed, stopped and started again: work goes on all the while', async () => {
    await using server = await openFaultyRedis()
    await using node = await openFaultyNode({ environment: { REDIS_URL: server.url } })
    await node.untilServed()

    node.press()
    await server.flush()
    await node.untilServed()

    node.press()
    await server.stop()
    await node.untilRaised('hints-away')
    await node.untilReadiness('ready')
    await node.untilServed()

    await server.start()
    await node.untilResolved('hints-away')
    await node.untilServed()
    await node.expectUnharmed()
    expect([...node.load.record.statuses.keys()].filter((status) => status >= 400)).toEqual([])
  })
})
