import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type JobsHarness, openJobsHarness } from '../../../test/src/jobs-harness.ts'
import { createRuns } from './runs.ts'
import { runs } from './schema.ts'

/** More than a node has connections to its database. */
const OFFERS = 12

let harness: JobsHarness

beforeAll(async () => {
  harness = await openJobsHarness()
})
afterAll(() => harness[Symbol.asyncDispose]())

describe('offers that arrive at once', () => {
  it('are all answered, though there are more of them than connections', async () => {
    const { deps, db } = harness.host
    const { handlers } = createRuns({
      ...deps,
      async findServed(panelId, reader) {
        await reader.execute(sql`select pg_sleep(0.1)`)
        return deps.findServed(panelId, reader)
      },
    })
    const alice = await harness.addAccount()
    for (let offer = 0; offer < OFFERS; offer += 1) await harness.submit(alice)
    await harness.home.jobs.settle()
    const offers = harness.letters.splice(0)

    await Promise.all(
      offers.map(({ from, mid, job, epoch, body }) =>
        db.transaction((tx) =>
          handlers['job.offer'](tx, { mid, from, job, epoch, issued: '', body } as never),
        ),
      ),
    )

    expect(await db.$count(runs)).toBe(OFFERS)
  }, 20_000)
})
