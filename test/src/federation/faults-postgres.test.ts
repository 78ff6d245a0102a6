import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFaultyNode } from '../faulty-node.ts'
import { type FaultyPostgres, openFaultyPostgres } from '../faulty-servers.ts'

describe('Postgres, under load', () => {
  let server: FaultyPostgres
  beforeAll(async () => {
    server = await openFaultyPostgres()
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it.each([
    ['is killed and started again', 'kill', 'start'],
    ['is paused and answers again', 'pause', 'resume'],
  ] as const)(
    '%s: requests are refused in time, and the node goes on by itself',
    async (_, lose, bringBack) => {
      const DATABASE_URL = await server.makeDatabase(lose)
      await using node = await openFaultyNode({ environment: { DATABASE_URL } })
      await node.untilServed()

      node.press()
      await server[lose]()
      await node.untilReadiness('database')
      expect(await node.beginUpload()).toBe(503)
      await node.untilRefusing(503)
      await node.untilRaised('database-away')
      await server[bringBack]()

      await node.untilReadiness('ready')
      await node.untilServed()
      await node.untilResolved('database-away')
      await node.expectUnharmed()
    },
    240_000,
  )
})
