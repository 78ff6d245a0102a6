import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { expectExactCounts } from '../../../test/src/counts.ts'
import {
  HOST,
  type JobsHarness,
  openJobsHarness,
  PANEL_ID,
} from '../../../test/src/jobs-harness.ts'
import type { Account } from '../users/account.ts'
import type { JobCounts } from './counts.ts'
import { accountJobCounts, jobCountChanges, jobs } from './schema.ts'

let harness: JobsHarness
let alice: Account
let counts: JobCounts

beforeAll(async () => {
  harness = await openJobsHarness()
  alice = await harness.addAccount()
  counts = harness.home.jobs.counts
})
afterEach(() => harness.reset())
afterAll(() => harness[Symbol.asyncDispose]())

const today = () => harness.world.now.toISOString().slice(0, 10)

async function submitMany(account: Account, number: number): Promise<string[]> {
  const made = await Promise.all(Array.from({ length: number }, () => harness.submit(account)))
  return made.map(({ id }) => id)
}

describe('counts of jobs', () => {
  it('are right at once, and say the same before and after they are folded', async () => {
    await submitMany(alice, 3)
    const before = await counts.ofAccount(alice.id)

    expect(await counts.fold()).toBeGreaterThan(0)

    expect(before).toEqual([{ state: 'checking', jobs: 3 }])
    expect(await counts.ofAccount(alice.id)).toEqual(before)
    expect(await counts.ofDays(today())).toEqual([{ day: today(), state: 'checking', jobs: 3 }])
    expect(await harness.home.db.$count(jobCountChanges)).toBe(0)
  })

  it('follow a job through all its states, and add up what was imputed once it is completed', async () => {
    await harness.submit(alice)

    await harness.settle()
    await counts.fold()

    const [panel] = await counts.ofPanels()
    expect(await counts.ofAccount(alice.id)).toEqual([{ state: 'completed', jobs: 1 }])
    expect(panel).toEqual({
      panelId: PANEL_ID,
      hostSite: HOST,
      state: 'completed',
      jobs: 1,
      samples: 25,
      variants: 1234,
    })
  })

  it('move a retried job back', async () => {
    harness.world.input = { kind: 'refused', findings: [] }
    const { id } = await harness.submit(alice)
    await harness.settle()
    expect(await counts.ofAccount(alice.id)).toEqual([{ state: 'rejected', jobs: 1 }])
    await counts.fold()

    await harness.home.jobs.service.retry(alice, id)

    expect(await counts.ofAccount(alice.id)).toEqual([{ state: 'checking', jobs: 1 }])
  })

  it('are of the account alone', async () => {
    const bob = await harness.addAccount()
    await submitMany(alice, 2)
    await submitMany(bob, 1)

    expect(await counts.ofAccount(bob.id)).toEqual([{ state: 'checking', jobs: 1 }])
    expect(await counts.ofAccount(randomUUID())).toEqual([])
  })

  it('lose what is deleted, and keep no row of an account without jobs', async () => {
    await submitMany(alice, 2)
    await counts.fold()

    await harness.home.db.delete(jobs).where(eq(jobs.accountId, alice.id))
    await counts.fold()
    await counts.removeEmpty()

    expect(await counts.ofAccount(alice.id)).toEqual([])
    expect(await harness.home.db.$count(accountJobCounts)).toBe(0)
  })

  it('stay as they were when the transaction of a move is rolled back', async () => {
    const { id } = await harness.submit(alice)

    const failing = harness.home.db.transaction(async (tx) => {
      await tx.update(jobs).set({ state: 'offered' }).where(eq(jobs.id, id))
      throw new Error('rolled back')
    })

    await expect(failing).rejects.toThrow('rolled back')
    expect(await counts.ofAccount(alice.id)).toEqual([{ state: 'checking', jobs: 1 }])
  })
})

describe('counts under races', () => {
  it('are exact at every moment while jobs are made, cancelled and folded at once', async () => {
    const ids = await submitMany(alice, 20)
    const { sql } = harness.home
    // Of two at once one is refused.
    const cancel = (id: string) =>
      harness.home.jobs.service.cancel(alice, id).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'job-state-conflict' })
      })

    await Promise.all([
      ...ids.flatMap((id) => [cancel(id), cancel(id)]),
      submitMany(alice, 10),
      ...Array.from({ length: 10 }, async () => {
        await counts.fold()
        await expectExactCounts(sql)
      }),
    ])
    await counts.fold()

    const found = await counts.ofAccount(alice.id)
    expect(found.toSorted((a, b) => a.state.localeCompare(b.state))).toEqual([
      { state: 'cancelled', jobs: 20 },
      { state: 'checking', jobs: 10 },
    ])
  })

  it('need no order among transactions that move several jobs', async () => {
    const [first = '', second = ''] = await submitMany(alice, 2)
    const { promise: bothMoved, resolve } = Promise.withResolvers<undefined>()
    let moved = 0
    const moveBoth = (own: string) =>
      harness.home.db.transaction(async (tx) => {
        await tx.update(jobs).set({ state: 'offered' }).where(eq(jobs.id, own))
        moved += 1
        if (moved === 2) resolve(undefined)
        await bothMoved
        await tx.update(jobs).set({ state: 'transferring' }).where(eq(jobs.id, own))
      })

    await Promise.all([moveBoth(first), moveBoth(second)])

    expect(await counts.ofAccount(alice.id)).toEqual([{ state: 'transferring', jobs: 2 }])
  })
})
