import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type JobsHarness, openJobsHarness } from '../../../test/src/jobs-harness.ts'
import type { Account } from '../users/account.ts'
import type { PrepareRequest } from './deps.ts'
import { createDriverStore } from './driver-store.ts'
import { createJobs } from './jobs.ts'
import { jobs } from './schema.ts'

let harness: JobsHarness
let alice: Account

beforeAll(async () => {
  harness = await openJobsHarness()
  alice = await harness.addAccount()
})
afterEach(() => harness.reset())
afterAll(() => harness[Symbol.asyncDispose]())

const get = (id: string) => harness.home.jobs.service.get(alice, id)

async function row(id: string) {
  const [found] = await harness.home.db.select().from(jobs).where(eq(jobs.id, id))
  return found!
}

async function makeDue(): Promise<void> {
  await harness.home.db
    .update(jobs)
    .set({ nextAttemptAt: sql`now()` })
    .where(sql`next_attempt_at is not null`)
}

/** A job that its host has accepted, with nothing sent yet. */
async function acceptedJob(): Promise<string> {
  const { id } = await harness.submit(alice)
  await harness.home.jobs.settle()
  await harness.deliver()
  return id
}

/** After one attempt there is a pause of half a second at least. */
const patientConfig = () => ({ ...harness.home.deps.config, peerBackoffMaxMs: 60_000 })

/** A preparation that begins, tells so, and ends with its signal. */
function endlessPreparation() {
  const begun = Promise.withResolvers<PrepareRequest>()
  const jobsOfHome = createJobs({
    ...harness.home.deps,
    prepareInput: (request) => {
      begun.resolve(request)
      return new Promise((_resolve, reject) => {
        request.signal.addEventListener('abort', () => reject(request.signal.reason as Error))
      })
    },
  })
  return { begun: begun.promise, jobsOfHome }
}

describe('a peer that is out of reach', () => {
  it('never fails a job, and the job goes on when it is back', async () => {
    const id = await acceptedJob()
    harness.fake.state.fault = 'unreachable'
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await makeDue()
      await harness.home.jobs.settle()
    }
    const during = await get(id)
    harness.fake.state.fault = undefined
    await makeDue()

    await harness.settle()

    expect(during.state).toBe('transferring')
    expect((await get(id)).state).toBe('completed')
  })

  it('is not asked again before the pause is over', async () => {
    const patient = createJobs({ ...harness.home.deps, config: patientConfig() })
    await acceptedJob()
    harness.fake.state.fault = 'unreachable'

    await patient.settle()
    await patient.settle()

    expect(harness.fake.pushes).toHaveLength(1)
  })
})

describe('a peer that refuses a transfer', () => {
  it('ends the job when asking again does not change that', async () => {
    const id = await acceptedJob()
    harness.fake.state.fault = 'transfer-not-found'
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await makeDue()
      await harness.home.jobs.settle()
    }

    const job = await get(id)
    expect(job).toMatchObject({ state: 'failed', findings: [{ code: 'peer-refused' }] })
    expect(harness.letters.map(({ type }) => type)).toEqual(['job.cancel'])
  })

  it('for want of space is asked again', async () => {
    const id = await acceptedJob()
    harness.fake.state.fault = 'insufficient-storage'
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await makeDue()
      await harness.home.jobs.settle()
    }

    expect((await get(id)).state).toBe('transferring')
  })
})

describe('an error of the node itself', () => {
  it('is tried again, and ends the job when it does not pass', async () => {
    const { id } = await harness.submit(alice)
    const broken = createJobs({
      ...harness.home.deps,
      prepareInput: () => Promise.reject(new Error('the disk is on fire')),
    })

    await broken.settle()
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await makeDue()
      await broken.settle()
    }

    const job = await get(id)
    expect(job).toMatchObject({ state: 'failed', findings: [{ code: 'internal' }] })
    expect(JSON.stringify(job)).not.toContain('fire')
  })
})

describe('a driver', () => {
  it('that died leaves its job to another, whose work alone counts', async () => {
    const { id } = await harness.submit(alice)
    const store = createDriverStore(harness.home.db)
    const dead = await store.claim(15_000)
    await harness.home.db.update(jobs).set({ leaseUntil: sql`now() - interval '1 second'` })

    await harness.settle()

    expect((await get(id)).state).toBe('completed')
    expect(await store.renew(dead!, 15_000)).toBe(false)
  })

  it('takes no job that another holds', async () => {
    await harness.submit(alice)
    const store = createDriverStore(harness.home.db)

    const claims = await Promise.all([store.claim(15_000), store.claim(15_000)])

    expect(claims.filter((job) => job !== undefined)).toHaveLength(1)
  })

  it('stops its work when the job is cancelled', async () => {
    const { id } = await harness.submit(alice)
    const { begun, jobsOfHome } = endlessPreparation()
    const settled = jobsOfHome.settle()
    const { signal, dir } = await begun

    await harness.home.jobs.service.cancel(alice, id)
    await settled

    expect(signal.aborted).toBe(true)
    expect(existsSync(dir)).toBe(false)
    expect((await get(id)).state).toBe('cancelled')
  })

  it('gives its job back when it is shut down', async () => {
    const { id } = await harness.submit(alice)
    const { begun, jobsOfHome } = endlessPreparation()
    const loops = jobsOfHome.loops()
    await begun

    await loops[Symbol.asyncDispose]()

    expect(await row(id)).toMatchObject({ state: 'checking', leaseToken: null, attempts: 0 })
  })
})

describe('a home site that was killed while it stored results', () => {
  it('stores each file once', async () => {
    const { id } = await harness.submit(alice)
    const failing = createJobs({
      ...harness.home.deps,
      config: patientConfig(),
      outbox: {
        ...harness.home.deps.outbox,
        send: (tx, message) =>
          message.type === 'result.ack'
            ? Promise.reject(new Error('killed before the commit'))
            : harness.home.deps.outbox.send(tx, message),
      },
    })
    await harness.home.jobs.settle()
    await harness.deliver()
    await harness.home.jobs.settle()
    await harness.deliver()
    await harness.host.runs.settle()
    await harness.deliver()
    await failing.settle()
    const before = await get(id)
    await makeDue()

    await harness.settle()

    expect(before).toMatchObject({ state: 'returning', results: [] })
    expect(await get(id)).toMatchObject({ state: 'completed' })
    expect(harness.stored.size).toBe(1)
  })
})

describe('plaintext at the home site', () => {
  it('is gone from the work directory once the offer is made', async () => {
    const { id } = await harness.submit(alice)

    await harness.home.jobs.settle()

    const { inputDir } = await row(id)
    const dir = join(harness.dir, 'home', 'outgoing', id, '1')
    expect(await readdir(dir)).toEqual([inputDir])
    expect(await readdir(join(dir, inputDir!))).toEqual(['chr20.vcf.gz'])
  })
})
