import { describe, expect, it } from 'vitest'
import { sql } from 'drizzle-orm'
import { cloneDatabase } from '../../../test/src/postgres.ts'
import { openDb } from '../db.ts'
import { recordAudit } from './audit.ts'
import { createDatabaseProbes } from './probes.ts'
import { auditEntries } from './schema.ts'

describe("the database's health checks", () => {
  it('find a migrated database in order', async () => {
    await using database = await cloneDatabase('node')
    const { db, close } = openDb(database.url)
    const probes = createDatabaseProbes(db)

    await probes.checkDatabase()
    const pending = await probes.countPendingMigrations()

    await close()
    expect(pending).toBe(0)
  })

  it('count the migrations that an older database lacks', async () => {
    await using database = await cloneDatabase('node')
    const { db, close } = openDb(database.url)
    await db.execute(sql`delete from drizzle.__drizzle_migrations`)

    const pending = await createDatabaseProbes(db).countPendingMigrations()

    await close()
    expect(pending).toBeGreaterThan(0)
  })
})

describe('an audit row', () => {
  it('stands or falls with the change that it tells of', async () => {
    await using database = await cloneDatabase('node')
    const { db, close } = openDb(database.url)

    const failing = db.transaction(async (tx) => {
      await recordAudit(tx, { actor: 'node', action: 'job.submitted', object: 'job:1' })
      throw new Error('the change failed')
    })

    await expect(failing).rejects.toThrow('the change failed')
    await recordAudit(db, { actor: 'node', action: 'job.submitted', details: { jobs: 1 } })
    const rows = await db.select().from(auditEntries)
    await close()
    expect(rows).toMatchObject([{ actor: 'node', action: 'job.submitted', details: { jobs: 1 } }])
  })
})
