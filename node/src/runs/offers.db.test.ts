import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type JobsHarness, openJobsHarness } from '../../../test/src/jobs-harness.ts'
import { createRuns } from './runs.ts'
import { runs } from './schema.ts'

/** More than a node has connections to its database. */
const OFFERS = 12

let harness: JobsHarness

beforeAll(async () => {
  harness = await openJobsHarness()
})
afterEach(() => harness.reset())
afterAll(() => harness[Symbol.asyncDispose]())

describe('an offer that there is no room for now', () => {
  it('leaves nothing behind, and is taken when it comes again and there is', async () => {
    const alice = await harness.addAccount()
    const { id } = await harness.submit(alice)
    await harness.home.jobs.settle()
    const [offer] = harness.letters
    harness.world.freeBytes = 0

    await harness.deliver()
    const refused = harness.refusals.splice(0)
    const runsMeanwhile = await harness.host.db.$count(runs)
    harness.world.freeBytes = 1024 ** 4
    if (offer !== undefined) harness.letters.push(offer)
    await harness.settle()

    expect(refused).toEqual([{ type: 'job.offer', code: 'insufficient-storage' }])
    expect(runsMeanwhile).toBe(0)
    expect((await harness.home.jobs.service.get(alice, id)).state).toBe('completed')
  })

  it('is declined for good when it could never fit', async () => {
    const alice = await harness.addAccount()
    harness.world.volumeBytes = 0

    const { id } = await harness.submit(alice)
    await harness.settle()

    expect(await harness.home.jobs.service.get(alice, id)).toMatchObject({
      state: 'rejected',
      findings: [{ code: 'insufficient-storage' }],
    })
  })
})

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
  })
})
