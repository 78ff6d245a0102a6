import { randomUUID } from 'node:crypto'
import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type JobsHarness, openJobsHarness } from '../../../test/src/jobs-harness.ts'
import type { Account } from '../users/account.ts'
import { runDirs } from './run-dirs.ts'
import { runEvents, runs } from './schema.ts'

let harness: JobsHarness
let alice: Account
const ADMIN: Account = { id: randomUUID(), role: 'site-admin', via: 'session' }

beforeAll(async () => {
  harness = await openJobsHarness()
  alice = await harness.addAccount()
})
afterEach(async () => {
  await queue().setMode(ADMIN, { mode: 'open', reason: '' })
  await harness.reset()
})
afterAll(() => harness[Symbol.asyncDispose]())

const queue = () => harness.host.runs.queue
const job = (id: string) => harness.home.jobs.service.get(alice, id)

async function queueJobs(count: number): Promise<string[]> {
  const ids: string[] = []
  for (let index = 0; index < count; index += 1) {
    ids.push((await harness.submit(alice)).id)
    await harness.home.jobs.settle()
    await harness.deliver()
    await harness.home.jobs.settle()
    await harness.deliver()
  }
  return ids
}

/** Home jobs in the order in which their runs were started. */
async function startedOrder(): Promise<string[]> {
  const rows = await harness.host.db
    .select({ job: runs.homeJob })
    .from(runEvents)
    .innerJoin(runs, sql`${runs.id} = ${runEvents.runId} and ${runEvents.to} = 'running'`)
    .orderBy(runEvents.id)
  return rows.map(({ job: homeJob }) => homeJob)
}

describe('a paused queue', () => {
  it('takes offers and starts nothing, until it is resumed', async () => {
    await queue().setMode(ADMIN, { mode: 'paused', reason: 'new disks' })
    const [id = ''] = await queueJobs(1)
    await harness.settle()

    const view = await queue().view()
    const waiting = await job(id)
    await queue().setMode(ADMIN, { mode: 'open', reason: '' })
    await harness.settle()

    expect(waiting.state).toBe('queued')
    expect(view.runs).toMatchObject([
      { homeJob: id, position: null, waitsFor: 'an administrator to resume the queue: new disks' },
    ])
    expect(view.runs[0]).not.toHaveProperty('lastAttempt')
    expect((await job(id)).state).toBe('completed')
  })
})

describe('a draining queue', () => {
  it('finishes what it has and refuses offers with the reason', async () => {
    const [queued = ''] = await queueJobs(1)
    await queue().setMode(ADMIN, { mode: 'draining', reason: 'the node moves' })
    const { id: refused } = await harness.submit(alice)

    await harness.settle()

    expect((await job(queued)).state).toBe('completed')
    const { state, findings } = await job(refused)
    expect(state).toBe('rejected')
    expect(findings).toMatchObject([
      { code: 'host-draining', seen: 'the host site takes no new jobs now: the node moves' },
    ])
  })
})

describe('the queue', () => {
  it('starts the runs in the order that it shows', async () => {
    await queue().setMode(ADMIN, { mode: 'paused', reason: '' })
    const ids = await queueJobs(3)
    const { runs: before } = await queue().view()
    await queue().change(ADMIN, runOf(before, ids[2]), { priority: 5 })
    await queue().setMode(ADMIN, { mode: 'draining', reason: '' })
    const { runs: shown } = await queue().view()

    await harness.settle()

    expect(shown.map(({ position, homeJob }) => [position, homeJob])).toEqual([
      [1, ids[2]],
      [2, ids[0]],
      [3, ids[1]],
    ])
    expect(await startedOrder()).toEqual([ids[2], ids[0], ids[1]])
  })

  it('passes over a held run until it is released', async () => {
    await queue().setMode(ADMIN, { mode: 'paused', reason: '' })
    const [held = '', other = ''] = await queueJobs(2)
    const run = runOf((await queue().view()).runs, held)
    await queue().change(ADMIN, run, { isHeld: true })
    await queue().setMode(ADMIN, { mode: 'open', reason: '' })
    await harness.settle()
    const states = [(await job(held)).state, (await job(other)).state]
    const view = await queue().view()
    await queue().change(ADMIN, run, { isHeld: false })

    await harness.settle()

    expect(states).toEqual(['queued', 'completed'])
    expect(view.runs).toMatchObject([
      { position: null, waitsFor: 'an administrator to release it' },
    ])
    expect((await job(held)).state).toBe('completed')
  })

  it('changes nothing that does not wait in it', async () => {
    const attempt = queue().change(ADMIN, randomUUID(), { priority: 1 })

    await expect(attempt).rejects.toMatchObject({ code: 'run-not-queued' })
  })
})

describe('a run whose packaging failed', () => {
  /** A pipeline that counts, and in whose way of the encrypted result lies a directory the first time. */
  function spoilPackaging() {
    const impute = harness.world.pipeline
    const counted = { imputations: 0 }
    harness.world.pipeline = async (request, ports) => {
      counted.imputations += 1
      const imputed = await impute(request, ports)
      if (counted.imputations === 1) {
        const [run] = await harness.host.db.select().from(runs)
        const { outgoing } = runDirs(harness.host.deps.config.dataDir, run?.id ?? '')
        await mkdir(join(outgoing, '1', 'chr20.dose.vcf.gz'), { recursive: true })
      }
      return imputed
    }
    return counted
  }

  it('is packaged again without imputing again, when an administrator says so', async () => {
    const counted = spoilPackaging()
    const [id = ''] = await queueJobs(1)
    await harness.settle()
    const { runs: waiting } = await queue().view()
    await queue().retryNow(ADMIN, runOf(waiting, id))

    await harness.settle()

    expect(waiting).toMatchObject([
      { attempts: 1, position: null, lastAttempt: { told: { key: 'again.node' } } },
    ])
    expect(waiting[0]?.waitsFor).toMatch(/^its next attempt, in \d+ (s|min)$/)
    expect((await job(id)).state).toBe('completed')
    expect(counted.imputations).toBe(1)
  })

  it('is imputed again when what was kept is not whole', async () => {
    const counted = spoilPackaging()
    const [id = ''] = await queueJobs(1)
    await harness.settle()
    const [run] = await harness.host.db.select().from(runs)
    const { work } = runDirs(harness.host.deps.config.dataDir, run?.id ?? '')
    await appendFile(join(work, 'imputed', '1', 'chr20.dose.vcf.gz'), 'more')
    await queue().retryNow(ADMIN, run?.id ?? '')

    await harness.settle()

    expect((await job(id)).state).toBe('completed')
    expect(counted.imputations).toBe(2)
  })
})

function runOf(list: readonly { runId: string; homeJob: string }[], homeJob = ''): string {
  return list.find((run) => run.homeJob === homeJob)?.runId ?? ''
}
