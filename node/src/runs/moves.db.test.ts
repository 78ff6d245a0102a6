import {
  canRunMove,
  hasRunEnded,
  type Mover,
  RUN_STATES,
  type RunState,
} from '@crosspanel/protocol/states'
import { and, eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type JobsHarness, openJobsHarness } from '../../../test/src/jobs-harness.ts'
import { auditEntries } from '../monitoring/schema.ts'
import { runEvents, type RunRow, runs } from './schema.ts'
import { createRunStore, type RunStore } from './store.ts'
import { createWorkerStore } from './worker-store.ts'

const MOVERS: readonly Mover[] = ['researcher', 'home', 'host']

let harness: JobsHarness
let store: RunStore
let id: string

beforeAll(async () => {
  harness = await openJobsHarness()
  store = createRunStore({ db: harness.host.db, now: () => harness.world.now })
  const alice = await harness.addAccount()
  await harness.submit(alice)
  await harness.home.jobs.settle()
  await harness.deliver()
  const [run] = await harness.host.db.select({ id: runs.id }).from(runs)
  id = run!.id
})
afterEach(() => harness.expectExactCounts())
afterAll(() => harness[Symbol.asyncDispose]())

async function put(state: RunState, more: Partial<RunRow> = {}): Promise<RunRow> {
  const endedAt = hasRunEnded(state) ? harness.world.now : null
  const set = {
    state,
    endedAt,
    manifestSha256: 'a'.repeat(64),
    leaseUntil: sql`now() + interval '1 minute'`,
    ...more,
  }
  const [row] = await harness.host.db.update(runs).set(set).where(eq(runs.id, id)).returning()
  return row!
}

async function trace(): Promise<{ seq: number; events: number; audits: number; state: RunState }> {
  const { db } = harness.host
  const [row] = await db.select().from(runs).where(eq(runs.id, id))
  return {
    seq: row!.seq,
    events: await db.$count(runEvents),
    audits: await db.$count(auditEntries, eq(auditEntries.object, `run:${id}`)),
    state: row!.state,
  }
}

function move(run: RunRow, to: RunState, by: Mover, fence?: number) {
  const cause = 'the test says so'
  return store.transaction((tx) =>
    store.move(tx, {
      run,
      to,
      by,
      actor: 'node',
      cause,
      ...(fence === undefined ? {} : { fence }),
    }),
  )
}

const PAIRS = RUN_STATES.flatMap((from) => RUN_STATES.map((to) => [from, to] as const))
const isAllowed = ([from, to]: readonly [RunState, RunState]) =>
  MOVERS.some((by) => canRunMove(from, to, by))

describe('a move of a run that the table has', () => {
  it.each(PAIRS.filter(isAllowed))(
    '%s -> %s leaves a numbered event and an audit row',
    async (from, to) => {
      const run = await put(from)
      const before = await trace()

      await move(
        run,
        to,
        MOVERS.find((by) => canRunMove(from, to, by))!,
      )

      expect(await trace()).toEqual({
        seq: before.seq + 1,
        events: before.events + 1,
        audits: before.audits + 1,
        state: to,
      })
      const [event] = await harness.host.db
        .select()
        .from(runEvents)
        .where(and(eq(runEvents.runId, id), eq(runEvents.seq, before.seq + 1)))
      expect(event).toMatchObject({ from, to })
    },
  )
})

describe('a move of a run that the table has not', () => {
  it.each(RUN_STATES)('does nothing from %s', async (from) => {
    const run = await put(from)
    const before = await trace()
    const forbidden = RUN_STATES.flatMap((to) =>
      MOVERS.filter((by) => !canRunMove(from, to, by)).map((by) => ({ to, by })),
    )

    const outcomes = await Promise.all(forbidden.map(({ to, by }) => move(run, to, by)))

    expect(outcomes.filter((moved) => moved !== undefined)).toEqual([])
    expect(await trace()).toEqual(before)
  })
})

describe('a claim that another has followed', () => {
  it('moves nothing', async () => {
    const run = await put('running', { fence: 7 })

    expect(await move(run, 'packaging', 'host', 6)).toBeUndefined()
    expect((await move(run, 'packaging', 'host', 7))?.state).toBe('packaging')
  })

  it('renews nothing and reports no progress', async () => {
    await put('running', { fence: 7 })
    const workerStore = createWorkerStore(harness.host.db)
    const progress = { phase: 'imputing', chunksDone: 1, chunksTotal: 2 } as const

    expect(await workerStore.renew({ id, fence: 6 }, 15_000)).toBeUndefined()
    expect(await workerStore.setProgress({ id, fence: 6 }, progress)).toBe(false)
    expect(await workerStore.renew({ id, fence: 7 }, 15_000)).toEqual({ isCancelRequested: false })
  })

  it('learns with its renewal that the run is to stop', async () => {
    await put('running', { fence: 7, isCancelRequested: true })

    const renewed = await createWorkerStore(harness.host.db).renew({ id, fence: 7 }, 15_000)

    expect(renewed).toEqual({ isCancelRequested: true })
  })
})

describe('claiming', () => {
  it('gives one run to one of two workers at once', async () => {
    await put('queued', { notBefore: new Date(0), leaseUntil: null })
    const workerStore = createWorkerStore(harness.host.db)
    const lock = () =>
      harness.host.db.transaction(async (tx) => {
        const run = await workerStore.lockNext(tx)
        if (run === undefined) return undefined
        const set = { leaseUntil: sql`now()`, fence: sql`${runs.fence} + 1` }
        return store.move(tx, { run, to: 'running', by: 'host', actor: 'node', cause: 'c', set })
      })

    const claims = await Promise.all([lock(), lock(), lock()])

    expect(claims.filter((run) => run !== undefined)).toHaveLength(1)
  })

  it('reads the run as it is when it is locked, and not as it was when the claim began', async () => {
    await put('queued', { notBefore: new Date(0), leaseUntil: null, attempts: 0 })
    const { db, sql: holder } = harness.host
    const workerStore = createWorkerStore(db)
    // Claims look at the lanes after their snapshot is taken and before they lock a run: they wait there.
    await holder.unsafe(`
      create function wait_for_test() returns boolean volatile language sql
        as 'select true from pg_advisory_xact_lock_shared(42)';
      alter table run_lanes rename to all_run_lanes;
      insert into all_run_lanes select home_site, subject, now() from runs on conflict do nothing;
      create view run_lanes as select * from all_run_lanes where wait_for_test()`)
    const waiting = () =>
      db.execute(sql`select from pg_locks where locktype = 'advisory' and not granted`)

    const gate = await holder.reserve()
    await gate`select pg_advisory_lock(42)`
    const claim = db.transaction((tx) => workerStore.lockNext(tx))
    await expect.poll(async () => (await waiting()).length).toBe(1)
    await put('queued', { notBefore: new Date(0), leaseUntil: null, attempts: 2 })
    await gate`select pg_advisory_unlock(42)`
    gate.release()
    const run = await claim
    await holder.unsafe(`
      drop view run_lanes; drop function wait_for_test; alter table all_run_lanes rename to run_lanes`)

    expect(run).toMatchObject({ id, attempts: 2 })
  })

  it('passes over a run whose pause is not over', async () => {
    await put('queued', { notBefore: new Date('2999-01-01'), leaseUntil: null })
    const workerStore = createWorkerStore(harness.host.db)

    const next = await harness.host.db.transaction((tx) => workerStore.lockNext(tx))

    expect(next).toBeUndefined()
  })
})
