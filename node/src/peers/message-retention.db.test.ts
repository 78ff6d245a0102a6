import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../../test/src/postgres.ts'
import { openDb } from '../db.ts'
import { createMessageRetention } from './message-retention.ts'
import { inbox, outbox } from './schema.ts'

const DAY_MS = 86_400_000
const NOW = new Date('2026-06-01T00:00:00Z')
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS)

describe('signed messages', () => {
  it('go when their time is over, except those that still wait', async () => {
    await using stack = new AsyncDisposableStack()
    const { db, close } = openDb(stack.use(await cloneDatabase('node')).url)
    stack.defer(close)
    const message = (name: string) => ({
      mid: randomUUID(),
      type: name,
      job: randomUUID(),
      epoch: 1,
      jws: 'a.b.c',
    })
    const sent = (name: string, days: number, end: object) => ({
      ...message(name),
      toSite: 'site:uct',
      lane: 'bulk' as const,
      createdAt: daysAgo(days),
      ...end,
    })
    const received = (name: string, days: number, outcome: 'done' | 'refused' | 'failing') => ({
      ...message(name),
      fromSite: 'site:uct',
      sha256: 'a'.repeat(64),
      outcome,
      receivedAt: daysAgo(days),
    })
    await db
      .insert(outbox)
      .values([
        sent('old and delivered', 91, { deliveredAt: daysAgo(91) }),
        sent('old and refused', 91, { refusedCode: 'stale-epoch' }),
        sent('old and waiting', 91, {}),
        sent('young', 89, { deliveredAt: daysAgo(89) }),
      ])
    await db
      .insert(inbox)
      .values([
        received('old and done', 91, 'done'),
        received('old and refused', 91, 'refused'),
        received('old and tried again', 91, 'failing'),
        received('young', 89, 'done'),
      ])

    await createMessageRetention({ db, days: 90, now: () => NOW })()

    const namesIn = async (of: typeof inbox | typeof outbox) =>
      (await db.select({ type: of.type }).from(of)).map(({ type }) => type).toSorted()
    expect(await namesIn(outbox)).toEqual(['old and waiting', 'young'])
    expect(await namesIn(inbox)).toEqual(['old and tried again', 'young'])
  })
})
