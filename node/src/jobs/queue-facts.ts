import { lte, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { jobs } from './schema.ts'

/** Jobs for which something is to be done here now, and how long the oldest has been due, seconds. */
export async function readJobQueue(db: Db): Promise<{ depth: number; oldestS: number | null }> {
  const [row] = await db
    .select({
      depth: sql<number>`count(*)::int`,
      oldestS: sql<number | null>`extract(epoch from now() - min(${jobs.nextAttemptAt}))::float8`,
    })
    .from(jobs)
    .where(lte(jobs.nextAttemptAt, sql`now()`))
  return row ?? { depth: 0, oldestS: null }
}
