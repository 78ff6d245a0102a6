import { asc } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type JobsHarness, openJobsHarness } from '../../../test/src/jobs-harness.ts'
import { liveEvents } from '../notifications/schema.ts'

let harness: JobsHarness
beforeAll(async () => {
  harness = await openJobsHarness()
})
afterAll(() => harness[Symbol.asyncDispose]())

/** What open pages were told of the contact, in turn. */
async function contactsTold(jobId: string): Promise<unknown[]> {
  const events = await harness.home.db.select().from(liveEvents).orderBy(asc(liveEvents.seq))
  return events.flatMap(({ subject, data }) =>
    subject === jobId && 'contact' in data ? [data['contact']] : [],
  )
}

function later(seconds: number): void {
  harness.world.now = new Date(harness.world.now.getTime() + seconds * 1000)
}

describe('a host that is not heard of', () => {
  it('is shown as late, then as lost, once each, and as heard of again at once', async () => {
    const owner = await harness.addAccount()
    const { id } = await harness.submit(owner)
    await harness.home.jobs.settle()
    await harness.deliver()
    await harness.home.jobs.settle()
    const before = (await contactsTold(id)).length

    later(200)
    await harness.home.jobs.settle()
    await harness.home.jobs.settle()
    later(800)
    await Promise.all([harness.home.jobs.settle(), harness.home.jobs.settle()])
    const silent = (await contactsTold(id)).slice(before)
    await harness.deliver()
    const heard = (await contactsTold(id)).slice(before)

    expect(silent).toEqual(['late', 'lost'])
    expect(heard).toEqual(['late', 'lost', 'ok'])
  })
})
