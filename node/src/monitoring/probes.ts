import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '../db.ts'
import type { DatabaseFacts } from './facts.ts'

const JOURNAL = fileURLToPath(new URL('../../migrations/meta/_journal.json', import.meta.url))
const Journal = z.object({ entries: z.array(z.object({ when: z.number() })) })

/** What the health checks ask the database. */
export function createDatabaseProbes(db: Db) {
  let migrations: readonly number[] | undefined

  /** The files of a running version do not change. */
  async function readMigrations(): Promise<readonly number[]> {
    const { entries } = Journal.parse(JSON.parse(await readFile(JOURNAL, 'utf8')))
    return entries.map(({ when }) => when)
  }

  return {
    async checkDatabase(): Promise<void> {
      await db.execute(sql`select 1`)
    },

    /** Migrations of this version that the database does not have yet, as drizzle's migrator counts them. */
    async countPendingMigrations(): Promise<number> {
      migrations ??= await readMigrations()
      const [row] = await db.execute<{ latest: string | null }>(
        sql`select max(created_at)::text as latest from drizzle.__drizzle_migrations`,
      )
      const latest = Number(row?.latest ?? 0)
      return migrations.filter((when) => when > latest).length
    },

    async readDatabase(): Promise<DatabaseFacts> {
      const [row] = await db.execute<{ size: string }>(
        sql`select pg_database_size(current_database())::text as size`,
      )
      const states = await db.execute<{ state: string; connections: number }>(sql`
        select coalesce(state, 'unknown') as state, count(*)::int as connections
        from pg_stat_activity where datname = current_database() group by 1`)
      return {
        sizeBytes: Number(row?.size ?? 0),
        connections: Object.fromEntries(
          [...states].map(({ state, connections }) => [state, connections]),
        ),
      }
    },

    /** When the first thing happened on this node. */
    async firstAudited(): Promise<Date | undefined> {
      const [row] = await db.execute<{ at: string }>(
        sql`select at::text as at from audit_entries order by seq limit 1`,
      )
      return row === undefined ? undefined : new Date(row.at)
    },
  }
}
