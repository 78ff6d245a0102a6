import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DomainError } from '@crosspanel/protocol/problem'
import { eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type JobsHarness, openJobsHarness } from '../../../test/src/jobs-harness.ts'
import type { Account } from '../users/account.ts'
import type { JobsDeps, PrepareRequest } from './deps.ts'
import { createDriverStore } from './driver-store.ts'
import { createJobs } from './jobs.ts'
import { jobs, jobSamples } from './schema.ts'

const DAY_MS = 86_400_000

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

/** Has the home site try as many times, each without the pause before it. */
async function attempt(times: number, overrides: Partial<JobsDeps> = {}): Promise<void> {
  const patient = createJobs({ ...harness.home.deps, config: patientConfig(), ...overrides })
  for (let done = 0; done < times; done += 1) {
    await makeDue()
    await patient.settle()
  }
}

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
    await attempt(8)
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
    await attempt(8)

    const job = await get(id)
    expect(job).toMatchObject({ state: 'failed', findings: [{ code: 'peer-refused' }] })
    expect(harness.letters.map(({ type }) => type)).toEqual(['job.cancel'])
  })

  it('ends no job at once that was out of contact before', async () => {
    const id = await acceptedJob()
    harness.fake.state.fault = 'unreachable'
    await attempt(8)
    harness.fake.state.fault = 'transfer-not-found'

    await attempt(1)

    expect((await get(id)).state).toBe('transferring')
  })

  it('for want of space is asked again', async () => {
    const id = await acceptedJob()
    harness.fake.state.fault = 'insufficient-storage'
    await attempt(8)

    expect((await get(id)).state).toBe('transferring')
  })
})

describe('a cancelled transfer', () => {
  it('waits for the word of the host, and does not fail while it is on its way', async () => {
    const id = await acceptedJob()
    await harness.home.jobs.service.cancel(alice, id)
    harness.fake.state.fault = 'transfer-not-found'
    await attempt(8)
    const during = await get(id)

    await harness.settle()

    expect(during.state).toBe('transferring')
    expect(harness.fake.pushes).toEqual([])
    expect((await get(id)).state).toBe('cancelled')
  })
})

describe('an error of the node itself', () => {
  it('is tried again, and ends the job when it does not pass', async () => {
    const { id } = await harness.submit(alice)
    const prepareInput = () => Promise.reject(new Error('the disk is on fire'))

    await attempt(8, { prepareInput })

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

  it('that dies each time it has a job ends with it', async () => {
    const { id } = await harness.submit(alice)
    const store = createDriverStore(harness.home.db)
    for (let death = 0; death < 5; death += 1) {
      await store.claim(15_000)
      await harness.home.db.update(jobs).set({ leaseUntil: sql`now() - interval '1 second'` })
    }

    await harness.home.jobs.settle()

    expect(await get(id)).toMatchObject({ state: 'failed', findings: [{ code: 'internal' }] })
  })

  it.each([
    ['the database is away', Object.assign(new Error(), { code: 'CONNECTION_CLOSED' })],
    ['the disk is full', Object.assign(new Error(), { code: 'ENOSPC' })],
    ['the store of the files is away', new DomainError('storage-unavailable')],
  ])('does not blame the job when %s', async (_, away) => {
    const { id } = await harness.submit(alice)
    await attempt(8, { prepareInput: () => Promise.reject(away) })

    expect((await get(id)).state).toBe('checking')
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

describe('a home site without disk space for the results', () => {
  it('leaves them at the host, says so once, and fetches them when there is room', async () => {
    const { id } = await harness.submit(alice)
    await harness.home.jobs.settle()
    await harness.deliver()
    await harness.home.jobs.settle()
    await harness.deliver()
    await harness.host.runs.settle()
    await harness.deliver()
    harness.world.homeFreeBytes = 1024
    await harness.home.jobs.settle()
    await makeDue()
    await harness.home.jobs.settle()
    const waiting = await get(id)
    harness.world.homeFreeBytes = 1024 ** 4
    await makeDue()

    await harness.settle()

    const told = waiting.events.filter(({ cause }) => cause.includes('too little disk space'))
    expect(waiting.state).toBe('returning')
    expect(told).toMatchObject([
      { from: 'returning', to: 'returning', told: { key: 'waits.results', params: {} } },
    ])
    expect((await get(id)).state).toBe('completed')
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

describe('results that were stored and not recorded when the node was killed', () => {
  async function killedJob(): Promise<string> {
    const { id } = await harness.submit(alice)
    const { storeResult } = harness.home.deps
    const killed = createJobs({
      ...harness.home.deps,
      config: patientConfig(),
      async storeResult(request) {
        await storeResult(request)
        throw new Error('killed before the row was written')
      },
    })
    await harness.home.jobs.settle()
    await harness.deliver()
    await harness.home.jobs.settle()
    await harness.deliver()
    await harness.host.runs.settle()
    await harness.deliver()
    await killed.settle()
    harness.world.now = new Date(harness.world.now.getTime() + 15 * DAY_MS)
    return id
  }

  it('go, with the names of the samples, when the job ends without them', async () => {
    const id = await killedJob()
    const before = harness.stored.size

    await harness.home.jobs.settle()

    expect(before).toBe(1)
    expect((await get(id)).state).toBe('expired')
    expect(harness.stored.size).toBe(0)
    expect(await harness.home.db.$count(jobSamples)).toBe(0)
  })

  it('are not taken for those of the next epoch', async () => {
    const id = await killedJob()
    await harness.home.jobs.settle()

    await harness.home.jobs.service.retry(alice, id)
    await harness.settle()

    const job = await get(id)
    expect(job.state).toBe('completed')
    expect([...harness.stored].map(([fileId, { jobEpoch }]) => [fileId, jobEpoch])).toEqual([
      [job.results[0]!.fileId, 2],
    ])
  })

  it('go when they are written after the job has ended', async () => {
    const { id } = await harness.submit(alice)
    const { storeResult } = harness.home.deps
    const slow = createJobs({
      ...harness.home.deps,
      async storeResult(request) {
        await harness.home.jobs.service.cancel(alice, id)
        await harness.home.jobs.settle()
        return storeResult(request)
      },
    })
    await harness.home.jobs.settle()
    await harness.deliver()
    await harness.home.jobs.settle()
    await harness.deliver()
    await harness.host.runs.settle()
    await harness.deliver()

    await slow.settle()

    expect((await get(id)).state).toBe('cancelled')
    expect(harness.stored.size).toBe(0)
  })
})

describe('input that is too large for an offer', () => {
  it('is refused in so many words, and nothing of it stays', async () => {
    const { id } = await harness.submit(alice)
    const { outbox } = harness.home.deps
    const full = createJobs({
      ...harness.home.deps,
      outbox: { ...outbox, send: () => Promise.reject(new DomainError('body-too-large')) },
    })

    await full.settle()

    expect(await get(id)).toMatchObject({
      state: 'rejected',
      findings: [{ code: 'input-too-large', severity: 'error' }],
    })
    expect(existsSync(join(harness.dir, 'home', 'outgoing', id))).toBe(false)
  })
})

describe('plaintext at the home site', () => {
  it('is gone before the offer is made, so that a node that is killed leaves none', async () => {
    await harness.submit(alice)
    const { outbox } = harness.home.deps
    const left = Promise.withResolvers<string[]>()
    const watching = createJobs({
      ...harness.home.deps,
      outbox: {
        ...outbox,
        async send(tx, message) {
          left.resolve(await readdir(join(harness.dir, 'home'), { recursive: true }))
          return outbox.send(tx, message)
        },
      },
    })

    await watching.settle()

    expect((await left.promise).filter((path) => path.includes('plain'))).toEqual([])
  })

  it('of an attempt that was killed goes though the federation is closed', async () => {
    const { id } = await harness.submit(alice)
    const killed = join(harness.dir, 'home', 'outgoing', id, '1', randomUUID(), 'plain')
    await mkdir(killed, { recursive: true })
    harness.world.isFederationOpen = false

    await harness.home.jobs.settle()

    expect(existsSync(killed)).toBe(false)
  })

  it('is gone from the work directory once the offer is made', async () => {
    const { id } = await harness.submit(alice)

    await harness.home.jobs.settle()

    const { inputDir } = await row(id)
    const dir = join(harness.dir, 'home', 'outgoing', id, '1')
    expect(await readdir(dir)).toEqual([inputDir])
    expect(await readdir(join(dir, inputDir!))).toEqual(['chr20.vcf.gz'])
  })
})
