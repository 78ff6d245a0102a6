import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type JobsHarness, openJobsHarness } from '../../../test/src/jobs-harness.ts'
import { runLanes, type RunRow, runs } from './schema.ts'
import { createWorkerStore, type WorkerStore } from './worker-store.ts'

let harness: JobsHarness
let workerStore: WorkerStore
let template: RunRow

beforeAll(async () => {
  harness = await openJobsHarness()
  workerStore = createWorkerStore(harness.host.db)
  await harness.submit(await harness.addAccount())
  await harness.home.jobs.settle()
  await harness.deliver()
  const [run] = await harness.host.db.select().from(runs)
  template = run!
  await harness.host.db.delete(runs)
})
afterEach(async () => {
  await harness.host.db.delete(runs)
  await harness.host.db.delete(runLanes)
})
afterAll(() => harness[Symbol.asyncDispose]())

let queuedBefore = 0

async function queue(count: number, lane: Partial<RunRow>): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    queuedBefore += 1
    await harness.host.db.insert(runs).values({
      ...template,
      id: randomUUID(),
      homeJob: randomUUID(),
      offerMid: randomUUID(),
      state: 'queued',
      notBefore: new Date(0),
      createdAt: new Date(queuedBefore),
      ...lane,
    })
  }
}

/** Claims one run after the other; each has ended before the next is claimed. */
async function claim(count: number): Promise<RunRow[]> {
  const claimed: RunRow[] = []
  for (let index = 0; index < count; index += 1) {
    await harness.host.db.transaction(async (tx) => {
      const run = await workerStore.lockNext(tx)
      if (run === undefined) return
      claimed.push(run)
      await tx.delete(runs).where(eq(runs.id, run.id))
    })
  }
  return claimed
}

describe('turns', () => {
  it('go round the researchers, though one came first with most of the runs', async () => {
    await queue(6, { subject: 'greedy' })
    for (const subject of ['a', 'b', 'c']) await queue(2, { subject })

    const subjects = (await claim(9)).map(({ subject }) => subject)

    const round = ['greedy', 'a', 'b', 'c']
    expect(subjects).toEqual([...round, ...round, 'greedy'])
  })

  it('go round the sites, however many researchers each has', async () => {
    for (const subject of ['a', 'b', 'c']) await queue(2, { homeSite: 'site:lund', subject })
    await queue(3, { homeSite: 'site:ibadan', subject: 'd' })

    const claimed = await claim(6)

    const sites = claimed.map(({ homeSite }) => homeSite)
    expect(sites.filter((site) => site === 'site:ibadan')).toHaveLength(3)
    const ofLund = claimed.filter(({ homeSite }) => homeSite === 'site:lund')
    expect(ofLund.map(({ subject }) => subject)).toEqual(['a', 'b', 'c'])
  })

  it('do not bind a run of greater priority', async () => {
    await queue(2, { subject: 'a' })
    await queue(1, { subject: 'b' })
    await queue(1, { subject: 'a', priority: 1 })
    await claim(1)

    await queue(1, { subject: 'a', priority: 1 })
    const [next] = await claim(1)

    expect(next).toMatchObject({ subject: 'a', priority: 1 })
  })

  it('pass over whoever has nothing that may start, and come to everybody else', async () => {
    await queue(2, { subject: 'a', isHeld: true })
    await queue(1, { subject: 'b', notBefore: new Date('2999-01-01') })
    await queue(1, { subject: 'c' })

    const claimed = await claim(3)

    expect(claimed.map(({ subject }) => subject)).toEqual(['c'])
  })

  it('of people who have not come for a day are forgotten', async () => {
    const servedAt = sql`now() - interval '2 days'`
    await harness.host.db
      .insert(runLanes)
      .values({ homeSite: 'site:lund', subject: 'old', servedAt })

    await workerStore.beat('worker/1')

    expect(await harness.host.db.$count(runLanes)).toBe(0)
  })
})
