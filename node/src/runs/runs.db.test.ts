import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RUN_STATES } from '@crosspanel/protocol/states'
import { eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type JobsHarness, HOME, openJobsHarness, PANEL } from '../../../test/src/jobs-harness.ts'
import { EngineFailure, PipelineRefusal } from '../pipeline/failures.ts'
import type { Account } from '../users/account.ts'
import { createRuns } from './runs.ts'
import { runEvents, runs, workers } from './schema.ts'

let harness: JobsHarness
let alice: Account

beforeAll(async () => {
  harness = await openJobsHarness()
  alice = await harness.addAccount()
})
afterEach(() => harness.reset())
afterAll(() => harness[Symbol.asyncDispose]())

const job = (id: string) => harness.home.jobs.service.get(alice, id)
const allRuns = () => harness.host.db.select().from(runs).orderBy(runs.createdAt, runs.epoch)
const facts = () => harness.host.runs.service.queueFacts()

async function queueJob(who = alice): Promise<string> {
  const { id } = await harness.submit(who)
  await harness.home.jobs.settle()
  await harness.deliver()
  await harness.home.jobs.settle()
  await harness.deliver()
  return id
}

/** A pipeline that says when it has begun, and goes on when it is told. */
function gatedPipeline() {
  const begun = Promise.withResolvers<AbortSignal>()
  const gate = Promise.withResolvers<undefined>()
  const impute = harness.world.pipeline
  harness.world.pipeline = async (request, ports) => {
    begun.resolve(ports.signal)
    await gate.promise
    return impute(request, ports)
  }
  return { begun: begun.promise, open: () => gate.resolve(undefined) }
}

/** A pipeline that stops, as the real one does, when its signal aborts. */
function endlessPipeline() {
  const begun = Promise.withResolvers<undefined>()
  harness.world.pipeline = (_request, { signal }) => {
    begun.resolve(undefined)
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error))
    })
  }
  return begun.promise
}

/** What a worker that died leaves behind: a lease that has run out. */
async function letLeaseRunOut(attempts?: number): Promise<void> {
  await harness.host.db
    .update(runs)
    .set({
      leaseUntil: sql`now() - interval '1 second'`,
      ...(attempts === undefined ? {} : { attempts }),
    })
    .where(eq(runs.state, 'running'))
}

/** Another process of the host site. */
const otherWorker = () =>
  createRuns({
    ...harness.host.deps,
    config: { ...harness.host.deps.config, workerName: 'worker/2' },
  })

describe('a run', () => {
  it('numbers its events without gaps', async () => {
    await harness.submit(alice)

    await harness.settle()

    const events = await harness.host.db.select().from(runEvents).orderBy(runEvents.seq)
    expect(events.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(events.at(-1)?.to).toBe('purged')
  })

  it('reports progress to its home site', async () => {
    await harness.submit(alice)

    await harness.settle()

    expect(harness.hints).toMatchObject([
      { to: HOME, type: 'job.heartbeat', body: { progress: { chunksDone: 1, chunksTotal: 1 } } },
    ])
  })

  it('starts once the last of its files is here', async () => {
    harness.fake.state.fault = 'unreachable'
    await queueJob()

    expect(await facts()).toMatchObject({ queuedRuns: 0 })
    expect((await allRuns()).map(({ state }) => state)).toEqual(['receiving'])
  })

  it('does not start while the disk is too full', async () => {
    await queueJob()
    harness.world.freeBytes = 0

    await harness.host.runs.settle()

    expect(await facts()).toMatchObject({ queuedRuns: 1 })
  })

  it('that fails while the disk is too full waits for room, and no attempt is counted', async () => {
    const id = await queueJob()
    const impute = harness.world.pipeline
    harness.world.pipeline = () => {
      harness.world.freeBytes = 0
      return Promise.reject(new EngineFailure('minimac4', 'engine-bug'))
    }
    await harness.host.runs.settle()
    const [waiting] = await allRuns()

    harness.world.pipeline = impute
    harness.world.freeBytes = 1024 ** 4
    await harness.settle()

    expect(waiting).toMatchObject({ state: 'queued', attempts: 0 })
    expect((await job(id)).state).toBe('completed')
  })

  it('that has filled the disk by itself is judged as any other, and its files are gone', async () => {
    await queueJob()
    harness.world.pipeline = async ({ workDir }) => {
      harness.world.filler = join(workDir, 'large')
      await writeFile(harness.world.filler, 'all that there was room for')
      throw new EngineFailure('minimac4', 'engine-bug')
    }

    await harness.host.runs.settle()

    expect((await allRuns()).map(({ attempts }) => attempts)).toEqual([1])
    expect(existsSync(harness.world.filler ?? '')).toBe(false)
  })

  it('that fails since the database was away begins anew, and no attempt is counted', async () => {
    const id = await queueJob()
    const impute = harness.world.pipeline
    harness.world.pipeline = () => {
      harness.world.pipeline = impute
      return Promise.reject(Object.assign(new Error('closed'), { code: 'CONNECTION_CLOSED' }))
    }

    await harness.host.runs.settle()

    const [run] = await allRuns()
    const events = await harness.host.db.select().from(runEvents)
    expect(events.map(({ cause }) => cause)).toContain('the database was away')
    expect(run).toMatchObject({ state: 'ready', attempts: 1 })
    await harness.settle()
    const { state, events: atHome } = await job(id)
    expect(state).toBe('completed')
    expect(atHome).toContainEqual(
      expect.objectContaining({ to: 'queued', told: { key: 'again.database', params: {} } }),
    )
  })

  it('fails when the panel was changed in between', async () => {
    const id = await queueJob()
    harness.world.served = { ...PANEL, digest: 'b'.repeat(64) }

    await harness.settle()

    expect(await job(id)).toMatchObject({ state: 'failed', findings: [{ code: 'panel-changed' }] })
  })

  it('fails when the home site was shut out in between', async () => {
    const id = await queueJob()
    harness.world.served = { ...PANEL, access: [] }

    await harness.settle()

    expect(await job(id)).toMatchObject({
      state: 'failed',
      findings: [{ code: 'panel-access-denied' }],
    })
  })

  it('fails with the findings of a refusal', async () => {
    const finding = { code: 'no-chunk-left', seen: 's', why: 'w', fix: 'f' } as const
    harness.world.pipeline = () =>
      Promise.reject(new PipelineRefusal([{ ...finding, severity: 'error', count: 1 }]))
    const id = await queueJob()

    await harness.settle()

    expect(await job(id)).toMatchObject({ state: 'failed', findings: [finding] })
    expect(existsSync(join(harness.dir, 'host', 'runs'))).toBe(true)
    expect((await allRuns()).map(({ state }) => state)).toEqual(['purged'])
  })

  it('expires with results that nobody fetches', async () => {
    await queueJob()
    await harness.host.runs.settle()
    await harness.deliver('result.ready')
    harness.world.now = new Date(harness.world.now.getTime() + 15 * 86_400_000)

    await harness.host.runs.settle()

    const events = await harness.host.db.select().from(runEvents).orderBy(runEvents.seq)
    expect(events.map(({ to }) => to).slice(-2)).toEqual(['expired', 'purged'])
  })
})

describe('an engine failure', () => {
  it('that may pass is tried again later', async () => {
    const impute = harness.world.pipeline
    harness.world.pipeline = () => {
      harness.world.pipeline = impute
      return Promise.reject(new EngineFailure('minimac4', 'out-of-memory'))
    }
    const id = await queueJob()
    await harness.host.runs.settle()
    await harness.deliver()
    const waiting = await job(id)
    await harness.host.db.update(runs).set({ notBefore: sql`now()` })

    await harness.settle()

    expect(waiting.state).toBe('queued')
    expect((await job(id)).state).toBe('completed')
  })

  it('that will not pass fails the run, and says why', async () => {
    harness.world.pipeline = () => Promise.reject(new EngineFailure('eagle', 'bad-input'))
    const id = await queueJob()

    await harness.settle()

    expect(await job(id)).toMatchObject({
      state: 'failed',
      findings: [{ code: 'engine-bad-input' }],
    })
  })
})

describe('a worker', () => {
  it('that died leaves its run to another', async () => {
    const id = await queueJob()
    const impute = harness.world.pipeline
    const gate = gatedPipeline()
    const first = harness.host.runs.settle()
    await gate.begun
    await letLeaseRunOut()
    harness.world.pipeline = async (request, ports) => ({
      ...(await impute(request, ports)),
      summary: { by: 'the second' },
    })

    await otherWorker().settle()
    gate.open()
    await first
    await harness.settle()

    const { state, summary, results } = await job(id)
    expect({ state, summary }).toEqual({ state: 'completed', summary: { by: 'the second' } })
    expect(results).toHaveLength(1)
    const ready = await harness.host.db.select().from(runEvents).where(eq(runEvents.to, 'ready'))
    expect(ready).toHaveLength(1)
  })

  it('writes nothing once its run is in the queue again', async () => {
    await queueJob()
    const gate = gatedPipeline()
    const first = harness.host.runs.settle()
    await gate.begun
    await harness.host.db
      .update(runs)
      .set({ state: 'queued', leaseUntil: null, notBefore: sql`now() + interval '1 hour'` })

    gate.open()
    await first

    expect((await allRuns()).map(({ state }) => state)).toEqual(['queued'])
  })

  it('is not followed by a sixth', async () => {
    const id = await queueJob()
    const gate = gatedPipeline()
    const first = harness.host.runs.settle()
    await gate.begun
    await letLeaseRunOut(5)

    await otherWorker().settle()
    gate.open()
    await first
    await harness.settle()

    expect(await job(id)).toMatchObject({ state: 'failed', findings: [{ code: 'worker-lost' }] })
  })

  it('gives its runs back when it is shut down', async () => {
    await queueJob()
    const begun = endlessPipeline()
    const loops = harness.host.runs.loops()
    await begun

    await loops[Symbol.asyncDispose]()

    expect(await allRuns()).toMatchObject([{ state: 'queued', attempts: 0, leaseUntil: null }])
  })

  it('that shuts down before it has seen a cancellation ends the run', async () => {
    const begun = endlessPipeline()
    await queueJob()
    const loops = harness.host.runs.loops()
    await begun
    await harness.host.db.update(runs).set({ isCancelRequested: true })

    await loops[Symbol.asyncDispose]()

    const events = await harness.host.db.select().from(runEvents).orderBy(runEvents.seq)
    expect(events.at(-1)?.to).toBe('cancelled')
  })

  it('stops its engines when the home site cancels', async () => {
    const id = await queueJob()
    const begun = endlessPipeline()
    const running = harness.host.runs.settle()
    await begun
    await harness.deliver()

    await harness.home.jobs.service.cancel(alice, id)
    await harness.deliver()
    await running
    await harness.settle()

    expect((await job(id)).state).toBe('cancelled')
    expect((await allRuns()).map(({ state }) => state)).toEqual(['purged'])
  })

  it('says that it is there', async () => {
    await using loops = harness.host.runs.loops()
    await expect.poll(() => harness.host.db.$count(workers)).toBe(1)

    expect(await facts()).toMatchObject({ hasLiveWorker: true })
    expect(await harness.host.runs.service.workerSeenAt()).toBeInstanceOf(Date)
    expect(loops).toBeDefined()
  })

  it('that has been silent is not live', async () => {
    await harness.host.db
      .insert(workers)
      .values({ name: 'gone', seenAt: sql`now() - interval '1 minute'` })

    expect(await facts()).toMatchObject({ hasLiveWorker: false })
  })
})

describe('the queue', () => {
  it('takes turns between researchers, whoever came first', async () => {
    const bob = await harness.addAccount()
    const started: string[] = []
    const impute = harness.world.pipeline
    const both = Promise.withResolvers<undefined>()
    harness.world.pipeline = async (request, ports) => {
      started.push(request.workDir)
      if (started.length === 2) both.resolve(undefined)
      await both.promise
      return impute(request, ports)
    }
    for (let count = 0; count < 3; count += 1) await queueJob(alice)
    await queueJob(bob)

    await harness.host.runs.settle()

    const subjectOf = new Map((await allRuns()).map(({ id, subject }) => [id, subject]))
    const subjects = started.map((workDir) => subjectOf.get(workDir.split('/').at(-3)!))
    expect(new Set(subjects.slice(0, 2)).size).toBe(2)
    expect(started).toHaveLength(4)
  })
})

describe('a job that is offered again', () => {
  it('cancels and purges the run of the earlier epoch', async () => {
    const id = await queueJob()
    await harness.home.db.execute(
      sql`update jobs set state = 'expired', ended_at = now() where id = ${id}`,
    )

    await harness.home.jobs.service.retry(alice, id)
    await harness.settle()

    const events = await harness.host.db.select().from(runEvents).orderBy(runEvents.id)
    const [first, second] = await allRuns()
    const statesOf = (runId: string | undefined) =>
      events.filter((event) => event.runId === runId).map(({ to }) => to)
    expect(statesOf(first?.id).slice(-2)).toEqual(['cancelled', 'purged'])
    expect(statesOf(second?.id).slice(-2)).toEqual(['delivered', 'purged'])
    expect(await job(id)).toMatchObject({ state: 'completed', epoch: 2 })
  })

  it('is refused under an epoch that a newer one has followed', async () => {
    const { id } = await harness.submit(alice)
    await harness.home.jobs.settle()
    const [offer] = harness.letters
    harness.letters.length = 0

    await harness.hand({ ...offer!, mid: randomUUID(), epoch: 2 })
    await harness.hand(offer!)

    expect(harness.refusals).toEqual([{ type: 'job.offer', code: 'stale-epoch' }])
    expect((await allRuns()).map(({ homeJob, epoch }) => [homeJob, epoch])).toEqual([[id, 2]])
  })

  it('makes one run of one message, and refuses another for the same epoch', async () => {
    await harness.submit(alice)
    await harness.home.jobs.settle()
    const [offer] = harness.letters

    await harness.hand(offer!)
    await harness.hand(offer!)
    await harness.hand({ ...offer!, mid: randomUUID() })

    expect(harness.refusals).toEqual([{ type: 'job.offer', code: 'message-conflict' }])
    expect(await allRuns()).toHaveLength(1)
  })
})

describe('an offer', () => {
  it('T19 holds a run no longer than this site gives to one, whatever deadline it names', async () => {
    await harness.submit(alice)
    await harness.home.jobs.settle()
    const [offer] = harness.letters
    const body = { ...(offer!.body as object), deadline: '9999-01-01T00:00:00.000Z' }

    await harness.hand({ ...offer!, body } as never)

    const [run] = await allRuns()
    const days = (run!.deadline.getTime() - run!.createdAt.getTime()) / 86_400_000
    expect(days).toBeLessThanOrEqual(harness.host.deps.config.jobDeadlineDays)
  })
})

describe('an acknowledgement', () => {
  it('of other results than were announced is refused', async () => {
    await queueJob()
    await harness.host.runs.settle()
    await harness.deliver('result.ready')
    const [run] = await allRuns()

    await harness.hand({
      mid: randomUUID(),
      from: HOME,
      to: harness.host.deps.config.siteId,
      type: 'result.ack',
      job: run!.homeJob,
      epoch: 1,
      body: { accepted: true, manifestSha256: 'c'.repeat(64) },
    })

    expect(harness.refusals).toEqual([{ type: 'result.ack', code: 'peer-message-invalid' }])
    expect((await allRuns()).map(({ state }) => state)).toEqual(['ready'])
  })

  it('of another site is refused as if there were no run', async () => {
    await queueJob()
    const [run] = await allRuns()

    await harness.hand({
      mid: randomUUID(),
      from: 'site:ibadan',
      to: harness.host.deps.config.siteId,
      type: 'job.cancel',
      job: run!.homeJob,
      epoch: 1,
      body: {},
    })

    expect(harness.refusals).toEqual([{ type: 'job.cancel', code: 'job-not-found' }])
    expect((await allRuns()).map(({ state }) => state)).toEqual(['queued'])
  })
})

describe('mistakes', () => {
  it.each([
    ['a state of no table', { state: 'lost' as never }],
    ['a run at work without a lease', { state: 'running' as const }],
    ['results without a digest', { state: 'ready' as const }],
    ['an epoch of 0', { epoch: 0 }],
    ['an end while it waits', { endedAt: new Date() }],
  ])('cannot be stored: %s', async (_, mistake) => {
    await queueJob()

    await expect(harness.host.db.update(runs).set(mistake)).rejects.toThrow()
    expect(RUN_STATES).toContain((await allRuns())[0]?.state)
  })
})
