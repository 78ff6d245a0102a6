import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  HOST,
  type JobsHarness,
  openJobsHarness,
  PANEL_ID,
} from '../../../test/src/jobs-harness.ts'
import type { Account } from '../users/account.ts'
import { createJobLists, type JobFilter, type JobLists, queryOf } from './lists.ts'

let harness: JobsHarness
let alice: Account
let lists: JobLists

beforeAll(async () => {
  harness = await openJobsHarness()
  alice = await harness.addAccount()
  const bob = await harness.addAccount()
  lists = createJobLists(harness.home.db)
  await insertMany(alice, 3_000)
  await insertMany(bob, 3_000)
  await harness.home.sql`analyze jobs`
})
afterAll(() => harness[Symbol.asyncDispose]())

async function insertMany(account: Account, number: number): Promise<void> {
  await harness.home.sql`
    insert into jobs (id, account_id, name, state, panel_id, host_site, parameters, idempotency_key,
      request_sha256, submitted_at, updated_at, ended_at, deadline)
    select gen_random_uuid(), ${account.id}, case when n % 500 = 0 then 'Cohort ' else 'study ' end || n, case when n % 3 = 0 then 'failed' else 'checking' end,
      ${HOST} || '/panel-' || n % 5, ${HOST}, '{}', ${randomUUID()} || n, 'x',
      now() - make_interval(mins => n), now(), case when n % 3 = 0 then now() end, now()
    from generate_series(1, ${number}::int) n`
}

const FILTERS: readonly JobFilter[] = [
  {},
  { state: 'failed' },
  { panelId: `${HOST}/panel-1` },
  { hostSite: HOST },
  { since: new Date(0).toISOString(), until: new Date().toISOString() },
]

describe('a list of jobs', () => {
  it.each(FILTERS)('reads no more than its page, in the order of an index: %o', async (filter) => {
    for (const accountId of [alice.id, undefined]) {
      const values = { ...filter, ...(accountId && { accountId }) }
      const { nodes, rowsRead } = await explain(values)

      expect(nodes).not.toContain('Seq Scan')
      expect(nodes).not.toContain('Sort')
      expect(nodes).not.toContain('Incremental Sort')
      expect(rowsRead).toBeLessThanOrEqual(101)
    }
  })

  it('gives every job of the account once, in order, over pages', async () => {
    const seen: string[] = []
    let after: { at: Date; id: string } | undefined
    for (;;) {
      const page = await lists.ofAccount({ accountId: alice.id, state: 'failed' }, after, 400)
      seen.push(...page.map(({ id }) => id))
      const last = page.at(-1)
      if (last === undefined) break
      after = { at: new Date(last.submittedAt), id: last.id }
    }

    expect(seen).toHaveLength(1_000)
    expect(new Set(seen).size).toBe(1_000)
  })

  it('finds names by how they begin, whatever their case, by an index', async () => {
    const mine = await lists.ofAccount({ accountId: alice.id, name: 'COHORT' }, undefined, 500)
    const all = await lists.ofSite({ name: 'cohort 500' }, undefined, 500)
    const none = await lists.ofSite({ name: 'ohort' }, undefined, 500)
    const strange = await lists.ofSite({ name: "%_\\'" }, undefined, 500)
    const { nodes, rowsRead } = await explain({ name: 'cohort' })

    expect(mine.map(({ name }) => name)).toEqual(
      [500, 1000, 1500, 2000, 2500, 3000].map((n) => `Cohort ${n}`),
    )
    expect(all.map(({ name }) => name)).toEqual(['Cohort 500', 'Cohort 500'])
    expect([none, strange]).toEqual([[], []])
    expect(nodes).not.toContain('Seq Scan')
    expect(rowsRead).toBe(12)
  })

  it('shows an account nothing of another', async () => {
    const page = await lists.ofSite({ accountId: alice.id }, undefined, 200)

    expect(new Set(page.map(({ accountId }) => accountId))).toEqual(new Set([alice.id]))
    expect(await lists.ofAccount({ accountId: randomUUID() }, undefined, 10)).toEqual([])
  })

  it('takes filters together', async () => {
    const panelId = `${HOST}/panel-0`
    const page = await lists.ofAccount(
      { accountId: alice.id, panelId, state: 'failed' },
      undefined,
      500,
    )

    expect(page).toHaveLength(200)
    expect(page.every((job) => job.panelId === panelId && job.state === 'failed')).toBe(true)
    expect(await lists.ofAccount({ accountId: alice.id, panelId: PANEL_ID }, undefined, 5)).toEqual(
      [],
    )
  })
})

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Actual Rows': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly PlanNode[]
}

/** The plan of the very statement that the list runs. */
async function explain(filter: JobFilter): Promise<{ nodes: string[]; rowsRead: number }> {
  const { db } = harness.home
  const parts = Object.keys(filter) as (keyof JobFilter)[]
  const { sql: text, params } = queryOf(db, parts).toSQL()
  const values = { ...filter, limit: 101 } as Record<string, unknown>
  const given = params.map((param) =>
    typeof param === 'string' ? param : values[(param as { name: string }).name],
  )
  const [row] = await harness.home.sql.unsafe<{ 'QUERY PLAN': [{ Plan: PlanNode }] }[]>(
    `explain (analyze, format json) ${text}`,
    given as string[],
  )
  const all: PlanNode[] = []
  const walk = (node: PlanNode): void => {
    all.push(node)
    node.Plans?.forEach(walk)
  }
  walk(row!['QUERY PLAN'][0].Plan)
  const read = all.map((node) => node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0))
  return { nodes: all.map((node) => node['Node Type']), rowsRead: Math.max(...read) }
}
