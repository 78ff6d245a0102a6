import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type JobsHarness, openJobsHarness } from '../../../test/src/jobs-harness.ts'
import { createRuns } from './runs.ts'
import { runs } from './schema.ts'

describe('a site that offers more jobs than may be under way at once (T19)', () => {
  let harness: JobsHarness
  beforeAll(async () => {
    harness = await openJobsHarness()
  })
  beforeEach(() => harness.reset())
  afterAll(() => harness[Symbol.asyncDispose]())

  /** Offers of the home site, and how a host that takes one run at a time answers them. */
  async function offerJobs(count: number) {
    const { deps, db } = harness.host
    const config = { ...deps.config, peerMaxLiveRuns: 1 }
    const { handlers } = createRuns({ ...deps, config })
    const ada = await harness.addAccount()
    for (let job = 0; job < count; job += 1) await harness.submit(ada)
    await harness.home.jobs.settle()
    const offers = harness.letters.splice(0)
    const take = ({ from, mid, job, epoch, body }: (typeof offers)[number]) =>
      db.transaction((tx) =>
        handlers['job.offer'](tx, { mid, from, job, epoch, issued: '', body } as never),
      )
    return { offers, take, db }
  }

  it('is told to come again with the next ones, also when they come at the same moment', async () => {
    const { offers, take, db } = await offerJobs(3)

    const outcomes = await Promise.allSettled(offers.map(take))

    const refused = outcomes.flatMap((one) =>
      one.status === 'rejected' ? [one.reason as Error] : [],
    )
    expect(await db.$count(runs)).toBe(1)
    expect(refused).toHaveLength(2)
    for (const error of refused)
      expect(error).toMatchObject({ code: 'rate-limited', retryAfterS: 60 })
  })

  it('may offer the next one when a run has ended', async () => {
    const { offers, take, db } = await offerJobs(2)
    const [first, second] = offers
    if (first === undefined || second === undefined) throw new Error('two offers')
    await take(first)
    await expect(take(second)).rejects.toThrow('under way')
    await db.update(runs).set({ state: 'failed', endedAt: new Date() })

    await take(second)

    expect(await db.$count(runs)).toBe(2)
  })
})
