import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Hex } from '@crosspanel/protocol/digest'
import { publicKeyOf } from '@crosspanel/protocol/crypt4gh/header'
import { decrypt } from '@crosspanel/protocol/crypt4gh/stream'
import type { MessageBody } from '@crosspanel/protocol/message'
import { DomainError } from '@crosspanel/protocol/problem'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  HOME,
  HOST,
  type JobsHarness,
  openJobsHarness,
  PANEL,
  SAMPLE_IDS,
  submission,
} from '../../../test/src/jobs-harness.ts'
import { nodeCiphers } from '../files/crypt4gh-node.ts'
import { auditEntries } from '../monitoring/schema.ts'
import type { Account } from '../users/account.ts'
import { acceptedResults, jobs, jobSamples } from './schema.ts'

let harness: JobsHarness
let alice: Account

beforeAll(async () => {
  harness = await openJobsHarness()
  alice = await harness.addAccount()
})
afterEach(() => harness.reset())
afterAll(() => harness[Symbol.asyncDispose]())

const service = () => harness.home.jobs.service
const stateOf = async (id: string) => (await service().get(alice, id)).state

function letter<T extends 'job.offer' | 'job.cancel' | 'result.ack'>(type: T) {
  const found = harness.letters.find((candidate) => candidate.type === type)
  return found as typeof found & { body: MessageBody<T> }
}

describe('a job', () => {
  it('goes to its host and comes back with an accepted result', async () => {
    const { id } = await harness.submit(alice)

    await harness.settle()

    const job = await service().get(alice, id)
    expect(job).toMatchObject({ state: 'completed', samples: 25, variants: 1234, contact: null })
    expect(job.summary).toEqual({ version: 1 })
    expect(job.results).toMatchObject([{ name: 'chr20.dose.vcf.gz', encryptedFor: 'site' }])
    expect(harness.stored.get(job.results[0]!.fileId)?.text).toBe('normalised genotypes')
    expect(harness.relabelled).toEqual([SAMPLE_IDS])
  })

  it('keeps the terms that its researcher agreed to, and is refused for others or for none', async () => {
    const terms = 'For research alone.'
    harness.world.host = {
      member: { siteId: HOST, status: 'active' },
      descriptor: { panels: [{ ...PANEL, terms }] },
    } as unknown as typeof harness.world.host
    const sha256 = await sha256Hex(terms)

    const { id } = await harness.submit(alice, { acceptedTermsSha256: sha256 })
    const other = harness.submit(alice, { acceptedTermsSha256: await sha256Hex('Do as you like.') })

    await expect(other).rejects.toMatchObject({ code: 'panel-terms-changed' })
    await expect(harness.submit(alice)).rejects.toMatchObject({ code: 'panel-terms-not-accepted' })
    const kept = await harness.home.db
      .select({ details: auditEntries.details })
      .from(auditEntries)
      .where(eq(auditEntries.action, 'panel.terms-accepted'))
    expect(kept).toEqual([{ details: { job: id, sha256 } }])
  })

  it('has the events of both sites, each in its order', async () => {
    const { id } = await harness.submit(alice)

    await harness.settle()

    const { events } = await service().get(alice, id)
    const statesBy = (site: string) =>
      events.filter((event) => event.site === site).map(({ to }) => to)
    expect(statesBy(HOME)).toEqual([
      'checking',
      'offered',
      'transferring',
      'queued',
      'running',
      'returning',
      'completed',
    ])
    expect(statesBy(HOST)).toEqual([
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

  it('leaves no genotype on either disk once it is completed', async () => {
    await harness.submit(alice)

    await harness.settle()

    expect(await readdir(join(harness.dir, 'home', 'outgoing'))).toEqual([])
    expect(await readdir(join(harness.dir, 'home', 'incoming'))).toEqual([])
    expect(await readdir(join(harness.dir, 'host', 'runs'))).toEqual([])
  })

  it('names no account and no sample to the host', async () => {
    await harness.submit(alice)

    await harness.home.jobs.settle()

    const sent = JSON.stringify(harness.letters)
    expect(letter('job.offer').body.subject).toHaveLength(43)
    expect(sent).not.toContain(alice.id)
    expect(SAMPLE_IDS.some((sampleId) => sent.includes(sampleId))).toBe(false)
  })

  it('gives its researcher the same pseudonym at each job for a host', async () => {
    await harness.submit(alice)
    await harness.submit(alice)
    await harness.submit(await harness.addAccount())

    await harness.home.jobs.settle()

    const subjects = harness.letters.map(({ body }) => (body as { subject: string }).subject)
    expect(new Set(subjects).size).toBe(2)
  })

  it("returns results for a researcher's own key as they came", async () => {
    const secretKey = nodeCiphers.randomBytes(32)
    harness.world.researcherKey = publicKeyOf(secretKey, nodeCiphers)
    const { id } = await harness.submit(alice)

    await harness.settle()

    const { results } = await service().get(alice, id)
    expect(results).toMatchObject([{ encryptedFor: 'researcher' }])
    const sealed = Buffer.from(harness.stored.get(results[0]!.fileId)!.text, 'latin1')
    const opened: Uint8Array[] = []
    for await (const part of decrypt(new Blob([sealed]).stream(), secretKey, nodeCiphers))
      opened.push(part)
    expect(Buffer.concat(opened).toString()).toBe('normalised genotypes')
    expect(harness.relabelled).toEqual([])
  })

  it('writes an audit row for each move', async () => {
    const { id } = await harness.submit(alice)

    await harness.settle()

    const rows = await harness.home.db
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.object, `job:${id}`))
    expect(rows.map(({ actor, action }) => [actor, action])).toEqual([
      [`account:${alice.id}`, 'job.checking'],
      ['node', 'job.offered'],
      [HOST, 'job.transferring'],
      [HOST, 'job.queued'],
      [HOST, 'job.running'],
      [HOST, 'job.returning'],
      ['node', 'job.completed'],
    ])
  })
})

describe('submitting', () => {
  it('makes one job of two requests with one key at once', async () => {
    const input = submission()
    const submit = () => service().submit(alice, input, 'the-same-key')

    const [first, second] = await Promise.all([submit(), submit()])

    expect(first.id).toBe(second.id)
    expect((await service().list(alice, { limit: 10 })).jobs).toHaveLength(1)
  })

  it('keeps the keys of accounts apart', async () => {
    const bob = await harness.addAccount()
    const input = submission()

    const first = await service().submit(alice, input, 'the-same-key')
    const second = await service().submit(bob, input, 'the-same-key')

    expect(first.id).not.toBe(second.id)
  })

  it('refuses another request under a used key', async () => {
    await service().submit(alice, submission(), 'the-same-key')

    const other = service().submit(alice, submission(), 'the-same-key')

    await expect(other).rejects.toMatchObject({ code: 'idempotency-key-reused' })
  })

  it('marks its files as in use until the job has ended', async () => {
    const fileId = randomUUID()
    const { id } = await harness.submit(alice, { fileIds: [fileId] })

    const before = await service().isFileInUse(fileId)
    await service().cancel(alice, id)
    const after = await service().isFileInUse(fileId)

    expect([before, after]).toEqual([true, false])
  })
})

describe('input that the check refuses', () => {
  it('rejects the job with its findings, and tells no other site of it', async () => {
    const finding = {
      code: 'no-genotypes',
      severity: 'error',
      seen: 's',
      why: 'w',
      fix: 'f',
      count: 1,
    }
    harness.world.input = { kind: 'refused', findings: [finding as never] }
    const { id } = await harness.submit(alice)

    await harness.settle()

    const job = await service().get(alice, id)
    expect(job).toMatchObject({ state: 'rejected', findings: [finding], samples: null })
    expect(harness.letters).toEqual([])
    expect(existsSync(join(harness.dir, 'home', 'outgoing', id))).toBe(false)
  })
})

describe('an offer that the host refuses', () => {
  it('rejects the job with the reason', async () => {
    harness.world.served = undefined
    const { id } = await harness.submit(alice)

    await harness.settle()

    const job = await service().get(alice, id)
    expect(job.state).toBe('rejected')
    expect(job.findings.map(({ code }) => code)).toEqual(['panel-unavailable'])
  })

  it('says once what the job waits for while the host puts the offer off', async () => {
    const { id, epoch } = await harness.submit(alice)
    await harness.home.jobs.settle()
    const { db, jobs } = harness.home
    const putOff = (code: string, of = epoch) =>
      db.transaction((tx) =>
        jobs.onMessagePutOff(tx, { type: 'job.offer', job: id, epoch: of, code }),
      )

    await putOff('rate-limited')
    await putOff('rate-limited')
    await putOff('insufficient-storage', epoch + 1)
    const { state, events } = await service().get(alice, id)
    await harness.settle()
    await putOff('rate-limited')

    const waits = events.filter(({ from, to }) => from === to)
    expect(waits).toMatchObject([
      { from: 'offered', cause: expect.stringContaining('as many runs') as string },
    ])
    expect(state).toBe('offered')
    expect(await stateOf(id)).toBe('completed')
    expect((await service().get(alice, id)).events.at(-1)?.to).not.toBe('offered')
  })

  it('fails the job when the host cannot take the message at all', async () => {
    const { id, epoch } = await harness.submit(alice)
    await harness.home.jobs.settle()

    const message = { type: 'job.offer', job: id, epoch, code: 'peer-message-invalid' }
    await harness.home.db.transaction((tx) => harness.home.jobs.onMessageRefused(tx, message))

    const job = await service().get(alice, id)
    expect(job).toMatchObject({ state: 'failed', findings: [{ code: 'offer-refused' }] })
  })
})

describe('a job whose deadline has passed', () => {
  it('expires, and its host stops the run', async () => {
    const { id } = await harness.submit(alice)
    await harness.home.jobs.settle()
    await harness.deliver()
    harness.world.now = new Date(harness.world.now.getTime() + 15 * 86_400_000)

    await harness.settle()

    expect(await stateOf(id)).toBe('expired')
    expect(await harness.host.runs.service.queueFacts()).toMatchObject({ queuedRuns: 0 })
  })

  it('fails while it could not even be offered', async () => {
    harness.world.isFederationOpen = true
    const { id } = await harness.submit(alice)
    harness.world.isFederationOpen = false
    harness.world.now = new Date(harness.world.now.getTime() + 15 * 86_400_000)

    await harness.settle()

    const job = await service().get(alice, id)
    expect(job).toMatchObject({ state: 'failed', findings: [{ code: 'deadline-passed' }] })
  })
})

describe('retrying', () => {
  async function rejectedJob(): Promise<string> {
    harness.world.served = undefined
    const { id } = await harness.submit(alice)
    await harness.settle()
    harness.world.served = harness.world.host?.descriptor?.panels[0]
    return id
  }

  it('offers the job again under the next epoch, to its end', async () => {
    const id = await rejectedJob()

    const retried = await service().retry(alice, id)
    await harness.settle()

    expect(retried).toMatchObject({ state: 'checking', epoch: 2, samples: null, endedAt: null })
    expect(await service().get(alice, id)).toMatchObject({ state: 'completed', findings: [] })
    const samples = await harness.home.db.$count(jobSamples, eq(jobSamples.jobId, id))
    expect(samples).toBe(SAMPLE_IDS.length)
  })

  it('is refused for a job that has not come to nothing', async () => {
    const { id } = await harness.submit(alice)

    await expect(service().retry(alice, id)).rejects.toMatchObject({ code: 'job-state-conflict' })
  })

  it('lets exactly one of two at once through', async () => {
    const id = await rejectedJob()
    const retry = () => service().retry(alice, id)

    const outcomes = await Promise.allSettled([retry(), retry()])

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect((await service().get(alice, id)).epoch).toBe(2)
  })
})

describe('results', () => {
  it('are accepted once, whatever is inserted', async () => {
    const { id } = await harness.submit(alice)
    await harness.settle()
    const [accepted] = await harness.home.db.select().from(acceptedResults)

    const again = harness.home.db.insert(acceptedResults).values({ ...accepted!, epoch: 2 })

    await expect(again).rejects.toThrow()
    expect(await service().listResults(alice, id)).toHaveLength(1)
  })

  it('that are not of the samples that were sent fail the job', async () => {
    harness.world.relabel = () => Promise.reject(new DomainError('peer-message-invalid'))
    const { id } = await harness.submit(alice)

    await harness.settle()

    const job = await service().get(alice, id)
    expect(job).toMatchObject({ state: 'failed', findings: [{ code: 'result-damaged' }] })
    expect(job.results).toEqual([])
    expect(await readdir(join(harness.dir, 'host', 'runs'))).toEqual([])
  })
})

describe('mistakes', () => {
  it.each([
    ['an epoch of 0', { epoch: 0 }],
    ['a state of no table', { state: 'lost' as never }],
    ['an end while it is at work', { endedAt: new Date() }],
    ['a host that is not the panel’s', { hostSite: 'site:ibadan' }],
    ['a lease without an end', { leaseToken: randomUUID() }],
    ['more chunks than there are', { chunksDone: 2, chunksTotal: 1 }],
  ])('cannot be stored: %s', async (_, mistake) => {
    const { id } = await harness.submit(alice)

    const update = harness.home.db.update(jobs).set(mistake).where(eq(jobs.id, id))

    await expect(update).rejects.toThrow()
  })
})
