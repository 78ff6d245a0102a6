import { createHash } from 'node:crypto'
import postgres from 'postgres'
import { expect } from 'vitest'
import type { LoadRecord } from './fault-load.ts'
import type { TestAccount, TestNode } from './network.ts'
import { submit, waitForState } from './research.ts'

const WAIT = { timeout: 60_000, interval: 100 } as const

interface Tested {
  readonly node: TestNode
  readonly account: TestAccount
  readonly panelId: string
  readonly record: LoadRecord
}

/** What has to hold once a fault is over: all that was acknowledged is there, once, and comes to its end. */
export async function expectNothingLost({ node, account, record }: Tested): Promise<void> {
  for (const id of new Set(record.jobs.values())) await waitForState(account, id, 'completed')
  const sql = postgres(node.databaseUrl, { max: 1, onnotice: () => undefined })
  try {
    await expectOneOfEach(sql, account, record)
    await expectCountsToBeReal(sql, account)
    await expect
      .poll(
        () => sql`select type, attempts from outbox where delivered_at is null`.then(plain),
        WAIT,
      )
      .toEqual([])
  } finally {
    await sql.end()
  }
  await expectUploads(node, account, record)
}

async function expectOneOfEach(
  sql: postgres.Sql,
  { id }: TestAccount,
  record: LoadRecord,
): Promise<void> {
  const acknowledged = [...record.jobs].map(([key, job]) => `${key} ${job}`).toSorted()
  const jobs = await sql`select id, idempotency_key as key from jobs where account_id = ${id}`
  expect(jobs.map((job) => `${job['key']} ${job['id']}`).toSorted()).toEqual(acknowledged)
  const ids = [...record.jobs.values()].toSorted()
  const accepted = await sql`select job_id as id from accepted_results`
  expect(accepted.map((row) => row['id'] as string).toSorted()).toEqual(ids)
  const runs = await sql`select home_job as id from runs`
  expect(runs.map((row) => row['id'] as string).toSorted()).toEqual(ids)
  const told = await sql`
    select data ->> 'jobId' as id from notification_events where kind = 'job-completed'`
  expect(told.map((row) => row['id'] as string).toSorted()).toEqual(ids)
  const inbox = () => sql`
    select data ->> 'jobId' as id from inbox_items where kind = 'job-completed' and account_id = ${id}`
  await expect
    .poll(async () => (await inbox()).map((row) => row['id'] as string).toSorted(), WAIT)
    .toEqual(ids)
}

async function expectCountsToBeReal(sql: postgres.Sql, { id }: TestAccount): Promise<void> {
  const [usage] = await sql`
    select "usedBytes"::int as bytes, files from storage_usage where "accountId" = ${id}`
  const [real] = await sql`
    select sum(coalesce("declaredSize", size))::int as bytes, count(*)::int as files
    from files where "accountId" = ${id} and state <> 'deleted'`
  expect(plain([usage])).toEqual(plain([real]))
}

async function expectUploads(
  { url }: TestNode,
  { token }: TestAccount,
  { uploads }: LoadRecord,
): Promise<void> {
  const found = new Map<string, string>()
  for (const id of uploads.keys()) {
    const headers = { authorization: `Bearer ${token}` }
    const answer = await fetch(`${url}/api/v1/files/${id}/content`, { headers })
    const bytes = Buffer.from(await answer.arrayBuffer())
    found.set(id, createHash('sha256').update(bytes).digest('hex'))
  }
  expect(found).toEqual(uploads)
}

/** A researcher whose answer was lost asks again under the same key and gets the same job. */
export async function expectSameAnswers({ account, panelId, record }: Tested): Promise<void> {
  const [first] = record.jobs
  if (first === undefined) throw new Error('the load submitted nothing')
  const [key, id] = first
  const files = await account.api.api.v1.jobs[':id'].$get({ param: { id } })
  const { files: inputs } = (await files.json()) as { files: readonly { fileId: string }[] }
  const again = await submit(account, panelId, inputs[0]?.fileId ?? '', key)
  expect(again.id).toBe(id)
}

function plain(rows: Iterable<unknown>): unknown[] {
  return [...rows].map((row) => ({ ...(row as object) }))
}
