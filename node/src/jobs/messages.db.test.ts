import { randomUUID } from 'node:crypto'
import type { RunChunk } from '@crosspanel/protocol/chunk'
import type { MessageBody, MessageType } from '@crosspanel/protocol/message'
import { asc, eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Letter } from '../../../test/src/fake-peers.ts'
import { HOME, HOST, type JobsHarness, openJobsHarness } from '../../../test/src/jobs-harness.ts'
import { liveEvents } from '../notifications/schema.ts'
import type { Account } from '../users/account.ts'
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
const cancel = (id: string) => harness.home.jobs.service.cancel(alice, id)
const typesSent = () => harness.letters.map(({ type }) => type)

/** A letter of the host about the job, as if it came now. */
function fromHost<T extends MessageType>(
  type: T,
  job: { id: string; epoch: number },
  body: MessageBody<T>,
): Letter {
  return { mid: randomUUID(), from: HOST, to: HOME, type, job: job.id, epoch: job.epoch, body }
}

function event(seq: number, to: MessageBody<'job.event'>['to'], runId: string = randomUUID()) {
  const at = new Date().toISOString()
  return { runId, seq, at, from: null, to, cause: 'the test says so', findings: [] }
}

/** A job whose run waits in the host's queue. */
async function queuedJob() {
  const { id, epoch } = await harness.submit(alice)
  await harness.home.jobs.settle()
  await harness.deliver()
  await harness.home.jobs.settle()
  await harness.deliver()
  return { id, epoch }
}

/** A job whose results wait at the host, with the letter that says so still on its way. */
async function readyJob() {
  const job = await queuedJob()
  await harness.host.runs.settle()
  await harness.deliver('result.ready')
  const [ready] = harness.letters
  return { ...job, ready: ready! }
}

describe('a message of the host', () => {
  it('has its effect once, however often it comes', async () => {
    const job = await queuedJob()
    const running = fromHost('job.event', job, event(4, 'running'))

    for (let copy = 0; copy < 3; copy += 1) await harness.hand(running)

    const { state, events } = await get(job.id)
    expect(state).toBe('running')
    expect(events.filter(({ to, site }) => to === 'running' && site === HOST)).toHaveLength(1)
  })

  it('changes nothing when a later one came before it', async () => {
    const job = await queuedJob()

    await harness.hand(fromHost('job.event', job, event(9, 'failed')))
    await harness.hand(fromHost('job.event', job, event(4, 'running')))

    expect((await get(job.id)).state).toBe('failed')
  })

  it('changes nothing when it is of an earlier epoch', async () => {
    const job = await queuedJob()
    await harness.hand(fromHost('job.event', job, event(9, 'failed')))
    await harness.home.jobs.service.retry(alice, job.id)

    await harness.hand(fromHost('job.event', job, event(10, 'running')))

    expect(await get(job.id)).toMatchObject({ state: 'checking', epoch: 2 })
  })

  it('is refused for an epoch that was never offered', async () => {
    const job = await queuedJob()

    await harness.hand(fromHost('job.event', { ...job, epoch: 7 }, event(9, 'failed')))

    expect(harness.refusals).toEqual([{ type: 'job.event', code: 'peer-message-invalid' }])
  })

  it('is refused when it comes from a site that is not the host', async () => {
    const job = await queuedJob()
    const letter = fromHost('job.event', job, event(9, 'failed'))

    await harness.hand({ ...letter, from: 'site:ibadan' })

    expect(harness.refusals).toEqual([{ type: 'job.event', code: 'job-not-found' }])
    expect((await get(job.id)).state).toBe('queued')
  })

  it('is refused when it accepts without an upload for each file', async () => {
    const job = await harness.submit(alice)
    await harness.home.jobs.settle()

    const body = { runId: randomUUID(), seq: 1, uploads: [] }
    await harness.hand(fromHost('job.accept', job, body))

    expect(harness.refusals).toEqual([{ type: 'job.accept', code: 'peer-message-invalid' }])
  })

  it('takes a job whose worker was lost back to the queue', async () => {
    const job = await queuedJob()
    await harness.hand(fromHost('job.event', job, event(4, 'running')))

    await harness.hand(fromHost('job.event', job, event(5, 'queued')))

    expect((await get(job.id)).state).toBe('queued')
  })
})

describe('a heartbeat', () => {
  it('brings progress, and says that the host is there', async () => {
    const job = await queuedJob()
    await harness.hand(fromHost('job.event', job, event(4, 'running')))
    const [{ runId } = { runId: null }] = await harness.home.db
      .select({ runId: jobs.runId })
      .from(jobs)
      .where(eq(jobs.id, job.id))
    harness.world.now = new Date(harness.world.now.getTime() + 600_000)
    const before = (await get(job.id)).contact

    const progress = { phase: 'phasing', chunksDone: 1, chunksTotal: 3 } as const
    await harness.hand(fromHost('job.heartbeat', job, { runId: runId!, progress }))

    const after = await get(job.id)
    expect(before).toBe('late')
    expect(after).toMatchObject({ contact: 'ok', progress })
  })

  it('of a run that is not the job’s is ignored', async () => {
    const job = await queuedJob()
    harness.world.now = new Date(harness.world.now.getTime() + 1_000_000)

    await harness.hand(fromHost('job.heartbeat', job, { runId: randomUUID(), progress: null }))

    expect((await get(job.id)).contact).toBe('lost')
  })
})

describe('the chunks of a running job', () => {
  const CHUNKS: readonly RunChunk[] = [
    { chromosome: '20', start: 1, end: 20_000_000, state: 'imputing' },
    { chromosome: '20', start: 20_000_001, end: 40_000_000, state: 'waiting' },
  ]
  const PROGRESS = { phase: 'imputing', chunksDone: 0, chunksTotal: 2 } as const

  async function runningJob() {
    const job = await queuedJob()
    await harness.hand(fromHost('job.event', job, event(4, 'running')))
    const [row] = await harness.home.db.select().from(jobs).where(eq(jobs.id, job.id))
    const beat = (chunks?: readonly RunChunk[]) => {
      const progress = { ...PROGRESS, ...(chunks === undefined ? {} : { chunks: [...chunks] }) }
      return harness.hand(fromHost('job.heartbeat', job, { runId: row!.runId!, progress }))
    }
    return { ...job, beat }
  }

  /** What open pages were told since the job was running. */
  async function toldOf(jobId: string) {
    const events = await harness.home.db.select().from(liveEvents).orderBy(asc(liveEvents.seq))
    return events.flatMap(({ subject, data }) =>
      subject === jobId && ('progress' in data || 'chunks' in data) ? [data] : [],
    )
  }

  it('are shown as the host told them last, and told to open pages once', async () => {
    const { id, beat } = await runningJob()

    await beat(CHUNKS)
    await beat(CHUNKS)
    const further = CHUNKS.map((chunk) => ({ ...chunk, state: 'imputing' as const }))
    await beat(further)

    expect((await get(id)).chunks).toEqual(further)
    expect(await toldOf(id)).toEqual([
      { contact: 'ok', progress: PROGRESS, chunks: CHUNKS },
      { contact: 'ok', chunks: further },
    ])
  })

  it('are forgotten when the run begins anew, and by a host that tells of none', async () => {
    const { id, epoch, beat } = await runningJob()
    await beat(CHUNKS)
    await beat()
    const untold = (await get(id)).chunks
    await beat(CHUNKS)
    await harness.hand(fromHost('job.event', { id, epoch }, event(5, 'queued')))

    expect([untold, (await get(id)).chunks]).toEqual([null, null])
  })
})

describe('cancelling', () => {
  it('lets exactly one of two at once through', async () => {
    const { id } = await queuedJob()

    const outcomes = await Promise.allSettled([cancel(id), cancel(id)])

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(typesSent()).toEqual(['job.cancel'])
  })

  it('ends a job that is being checked at once, without a word to anybody', async () => {
    const { id } = await harness.submit(alice)

    await cancel(id)
    await harness.settle()

    expect((await get(id)).state).toBe('cancelled')
    expect(harness.letters).toEqual([])
  })

  it('ends an offered job at once, and the run that may come of the offer', async () => {
    const { id } = await harness.submit(alice)
    await harness.home.jobs.settle()

    await cancel(id)
    await harness.settle()

    expect((await get(id)).state).toBe('cancelled')
    expect(harness.fake.closed).toHaveLength(1)
    expect(harness.refusals).toEqual([])
  })

  it('of a queued job waits for the word of the host', async () => {
    const { id } = await queuedJob()

    await cancel(id)
    const before = await get(id)
    await harness.settle()

    expect(before).toMatchObject({ state: 'queued', isCancelRequested: true })
    expect((await get(id)).state).toBe('cancelled')
  })

  it('stands when the results were ready first but not yet announced', async () => {
    const { id } = await readyJob()

    await cancel(id)
    await harness.settle()

    const job = await get(id)
    expect(job).toMatchObject({ state: 'cancelled', results: [] })
    expect(job.events.filter(({ site }) => site === HOST).at(-2)?.to).toBe('cancelled')
    expect(harness.refusals).toEqual([])
  })

  it('ends a job whose results are on their way', async () => {
    const { id, ready } = await readyJob()
    harness.letters.shift()
    await harness.hand(ready)

    await cancel(id)
    await harness.settle()

    expect((await get(id)).state).toBe('cancelled')
    expect(harness.stored.size).toBe(0)
  })

  it('is refused once the job is completed', async () => {
    const { id } = await harness.submit(alice)
    await harness.settle()

    await expect(cancel(id)).rejects.toMatchObject({ code: 'job-state-conflict' })
  })

  it('and completing at once leave one end, the same at both sites', async () => {
    const ends: string[] = []
    for (let race = 0; race < 5; race += 1) {
      const { id, ready } = await readyJob()
      harness.letters.shift()
      await harness.hand(ready)
      const cancelling = cancel(id).catch(() => undefined)
      await Promise.all([harness.home.jobs.settle(), cancelling])
      await harness.settle()
      const { state, events } = await get(id)
      const atHost = events.filter(({ site }) => site === HOST).map(({ to }) => to)
      ends.push(`${state} ${String(atHost.at(-2))}`)
    }

    expect(
      ends.filter((end) => !['completed delivered', 'cancelled cancelled'].includes(end)),
    ).toEqual([])
    expect(ends).toHaveLength(5)
  })
})

describe('results', () => {
  it('are taken once when they are announced twice at once', async () => {
    const { id, ready } = await readyJob()
    harness.letters.shift()

    await Promise.all([harness.hand(ready), harness.hand({ ...ready, mid: randomUUID() })])
    await harness.settle()

    const job = await get(id)
    expect(job.state).toBe('completed')
    expect(job.results).toHaveLength(1)
    expect(harness.refusals).toEqual([])
  })

  it('of an earlier epoch are declined, so that the host destroys them', async () => {
    const { ready, ...job } = await readyJob()
    harness.letters.shift()
    await harness.hand(fromHost('job.event', job, event(6, 'failed')))
    await harness.home.jobs.service.retry(alice, job.id)

    await harness.hand(ready)

    expect(harness.letters).toMatchObject([
      { type: 'result.ack', epoch: 1, body: { accepted: false } },
    ])
    await harness.settle()
    expect(await get(job.id)).toMatchObject({ state: 'completed', epoch: 2 })
  })

  it('that come after the job has expired are declined', async () => {
    const { id, ready } = await readyJob()
    harness.letters.shift()
    harness.world.now = new Date(harness.world.now.getTime() + 15 * 86_400_000)
    await harness.home.jobs.settle()

    await harness.hand(ready)

    expect((await get(id)).state).toBe('expired')
    expect(typesSent()).toEqual(['job.cancel', 'result.ack'])
  })
})
