import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOST, type JobsHarness, openJobsHarness } from '../../../test/src/jobs-harness.ts'
import type { Account } from '../users/account.ts'

let harness: JobsHarness
let alice: Account

beforeAll(async () => {
  harness = await openJobsHarness()
  alice = await harness.addAccount()
})
afterAll(() => harness[Symbol.asyncDispose]())

describe('a job', () => {
  it('goes to its host and comes back with an accepted result', async () => {
    const { id } = await harness.submit(alice)

    await harness.settle()

    const job = await harness.home.jobs.service.get(alice, id)
    expect(job.state).toBe('completed')
    expect(job.results.map(({ name }) => name)).toEqual(['chr20.dose.vcf.gz'])
    expect(job.events.filter(({ site }) => site === HOST).map(({ to }) => to)).toEqual([
      'accepted',
      'receiving',
      'queued',
      'running',
      'packaging',
      'ready',
      'delivered',
      'purged',
    ])
  })
})
