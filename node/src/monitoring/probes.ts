import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '../db.ts'

const JOURNAL = fileURLToPath(new URL('../../migrations/meta/_journal.json', import.meta.url))
const Journal = z.object({ entries: z.array(z.object({ when: z.number() })) })

/** What the health checks ask the database. */
export function createDatabaseProbes(db: Db) {
  return {
    async checkDatabase(): Promise<void> {
      await db.execute(sql`select 1`)
    },

    /** Migrations of this version that the database does not have yet, as drizzle's migrator counts them. */
    async countPendingMigrations(): Promise<number> {
      const { entries } = Journal.parse(JSON.parse(await readFile(JOURNAL, 'utf8')))
      const [row] = await db.execute<{ latest: string | null }>(
        sql`select max(created_at)::text as latest from drizzle.__drizzle_migrations`,
      )
      const latest = Number(row?.latest ?? 0)
      return entries.filter(({ when }) => when > latest).length
    },
  }
}
