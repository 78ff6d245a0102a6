import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../test/src/postgres.ts'
import { openDb } from '../db.ts'
import { recordAudit } from './audit.ts'
import { auditEntries } from './schema.ts'

let database: TestDatabase
let open: ReturnType<typeof openDb>
beforeAll(async () => {
  database = await cloneDatabase('node')
  open = openDb(database.url)
  await recordAudit(open.db, { actor: 'node', action: 'test.done', object: 'test:1' })
})
afterAll(async () => {
  await open.close()
  await database[Symbol.asyncDispose]()
})

describe('the audit', () => {
  it.each([
    ['changes', sql`update audit_entries set actor = 'somebody'`],
    ['deletes', sql`delete from audit_entries`],
    ['empties', sql`truncate audit_entries`],
  ])('refuses a statement that %s rows', async (_, statement) => {
    const attempt = open.db.execute(statement)

    await expect(attempt).rejects.toMatchObject({
      cause: { message: 'audit rows are only ever added' },
    })
    const rows = await open.db.select().from(auditEntries)
    expect(rows.map(({ actor, action }) => [actor, action])).toEqual([['node', 'test.done']])
  })
})
