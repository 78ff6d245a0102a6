import {
  canJobMove,
  hasJobEnded,
  JOB_STATES,
  type JobState,
  type Mover,
} from '@crosspanel/protocol/states'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { HOME, type JobsHarness, openJobsHarness } from '../../../test/src/jobs-harness.ts'
import { auditEntries } from '../monitoring/schema.ts'
import type { Account } from '../users/account.ts'
import { jobEvents, type JobRow, jobs } from './schema.ts'
import { createJobStore, type JobStore } from './store.ts'

const MOVERS: readonly Mover[] = ['researcher', 'home', 'host']

let harness: JobsHarness
let alice: Account
let store: JobStore
let id: string

beforeAll(async () => {
  harness = await openJobsHarness()
  alice = await harness.addAccount()
  const { db } = harness.home
  store = createJobStore({
    db,
    siteId: HOME,
    lockUploads: harness.home.deps.lockUploads,
    now: () => harness.world.now,
  })
  id = (await harness.submit(alice)).id
})
afterEach(() => harness.expectExactCounts())
afterAll(() => harness[Symbol.asyncDispose]())

async function put(state: JobState): Promise<JobRow> {
  const endedAt = hasJobEnded(state) ? harness.world.now : null
  const lease = { leaseToken: null, leaseUntil: null }
  const set = { state, endedAt, ...lease }
  const [row] = await harness.home.db.update(jobs).set(set).where(eq(jobs.id, id)).returning()
  return row!
}

async function trace(): Promise<{ events: number; audits: number; state: JobState | undefined }> {
  const { db } = harness.home
  const [row] = await db.select({ state: jobs.state }).from(jobs).where(eq(jobs.id, id))
  return {
    events: await db.$count(jobEvents),
    audits: await db.$count(auditEntries, eq(auditEntries.object, `job:${id}`)),
    state: row?.state,
  }
}

function move(job: JobRow, to: JobState, by: Mover) {
  return store.transaction((tx) =>
    store.move(tx, { job, to, by, actor: 'node', cause: 'the test says so' }),
  )
}

const PAIRS = JOB_STATES.flatMap((from) => JOB_STATES.map((to) => [from, to] as const))
const isAllowed = ([from, to]: readonly [JobState, JobState]) =>
  MOVERS.some((by) => canJobMove(from, to, by))

describe('a move of a job that the table has', () => {
  it.each(PAIRS.filter(isAllowed))(
    '%s -> %s leaves an event and an audit row',
    async (from, to) => {
      const job = await put(from)
      const before = await trace()

      const moved = await move(
        job,
        to,
        MOVERS.find((by) => canJobMove(from, to, by))!,
      )

      expect(moved?.state).toBe(to)
      expect(moved?.endedAt === null).toBe(!hasJobEnded(to))
      expect(await trace()).toEqual({
        events: before.events + 1,
        audits: before.audits + 1,
        state: to,
      })
    },
  )
})

describe('a move of a job that the table has not', () => {
  it.each(JOB_STATES)('does nothing from %s', async (from) => {
    const job = await put(from)
    const before = await trace()
    const forbidden = JOB_STATES.flatMap((to) =>
      MOVERS.filter((by) => !canJobMove(from, to, by)).map((by) => ({ to, by })),
    )

    const outcomes = await Promise.all(forbidden.map(({ to, by }) => move(job, to, by)))

    expect(outcomes.filter((moved) => moved !== undefined)).toEqual([])
    expect(await trace()).toEqual(before)
  })
})

describe('two moves of a job at once', () => {
  it('have one effect', async () => {
    const job = await put('offered')
    const before = await trace()

    const outcomes = await Promise.all([
      move(job, 'transferring', 'host'),
      move(job, 'cancelled', 'home'),
      move(job, 'rejected', 'host'),
    ])

    expect(outcomes.filter((moved) => moved !== undefined)).toHaveLength(1)
    expect((await trace()).events).toBe(before.events + 1)
  })

  it('have none when the epoch is another by then', async () => {
    const job = await put('offered')

    const moved = await move({ ...job, epoch: job.epoch + 1 }, 'cancelled', 'home')

    expect(moved).toBeUndefined()
  })

  it('have none for a driver whose lease is another’s by then', async () => {
    const job = await put('checking')

    const moved = await store.transaction((tx) =>
      store.move(tx, {
        job,
        to: 'offered',
        by: 'home',
        actor: 'node',
        cause: 'late',
        leaseToken: '0199c0de-0000-7000-8000-000000000000',
      }),
    )

    expect(moved).toBeUndefined()
  })
})
