import { randomUUID } from 'node:crypto'
import type { DomainError } from '@crosspanel/protocol/problem'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type JobsHarness, openJobsHarness, submission } from '../../../test/src/jobs-harness.ts'
import type { Account } from '../users/account.ts'
import { jobUseOf } from './quota.ts'

const HOUR_MS = 3_600_000

describe('the quota of jobs', () => {
  let harness: JobsHarness
  let alice: Account
  beforeAll(async () => {
    harness = await openJobsHarness()
  })
  beforeEach(async () => {
    alice = await harness.addAccount()
  })
  afterEach(() => harness.reset())
  afterAll(() => harness[Symbol.asyncDispose]())

  const service = () => harness.home.jobs.service
  const submit = (key: string = randomUUID(), input = submission()) =>
    service().submit(alice, input, key)
  const refusalOf = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => error as DomainError,
    )

  it('lets through as many jobs as may live at once, and another when one has ended', async () => {
    harness.world.quota = { jobsLive: 2, jobsPerDay: 100 }
    const [first] = [await submit(), await submit()]

    const refused = await refusalOf(submit())
    await service().cancel(alice, first.id)
    const after = await submit()

    expect(refused).toMatchObject({ code: 'job-quota-reached', retryAfterS: undefined })
    expect(after.state).toBe('checking')
  })

  it('says after how long the next job of the day may come', async () => {
    harness.world.quota = { jobsLive: 100, jobsPerDay: 1 }
    await submit()
    harness.world.now = new Date(harness.world.now.getTime() + 20 * HOUR_MS)

    const refused = await refusalOf(submit())
    harness.world.now = new Date(harness.world.now.getTime() + 5 * HOUR_MS)
    const after = await submit()

    expect(refused).toMatchObject({ code: 'job-quota-reached', retryAfterS: 4 * 3600 })
    expect(after.state).toBe('checking')
  })

  it('counts submissions at the same moment', async () => {
    harness.world.quota = { jobsLive: 3, jobsPerDay: 100 }

    const answers = await Promise.all(Array.from({ length: 8 }, () => refusalOf(submit())))

    expect(answers.filter((refused) => refused === undefined)).toHaveLength(3)
    const { jobsLive, jobsToday } = jobUseOf(alice.id, harness.world.now.toISOString())
    const use = harness.home.db.select({ jobsLive, jobsToday })
    expect(await use.from(sql`(values (1)) as one_row`)).toEqual([{ jobsLive: 3, jobsToday: 3 }])
  })

  it('leaves nothing of a job that it refuses, and answers a repeated request as before', async () => {
    harness.world.quota = { jobsLive: 1, jobsPerDay: 100 }
    const input = submission()
    const job = await submit('the same key', input)

    await refusalOf(submit())
    const again = await submit('the same key', input)

    expect(again.id).toBe(job.id)
    expect((await service().list(alice, { limit: 10 })).jobs).toHaveLength(1)
  })

  it('holds for retries too', async () => {
    harness.world.input = { kind: 'refused', findings: [] }
    const job = await submit()
    await harness.settle()
    harness.world.quota = { jobsLive: 0, jobsPerDay: 100 }

    const refused = await refusalOf(service().retry(alice, job.id))

    expect(refused?.code).toBe('job-quota-reached')
    expect((await service().get(alice, job.id)).state).toBe('rejected')
  })

  it('is one for each account', async () => {
    harness.world.quota = { jobsLive: 1, jobsPerDay: 1 }
    await submit()
    const bob = await harness.addAccount()

    const job = await service().submit(bob, submission(), randomUUID())

    expect(job.state).toBe('checking')
  })
})
