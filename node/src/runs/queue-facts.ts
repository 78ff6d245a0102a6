import { eq, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { runs } from './schema.ts'

/** Runs that wait for a worker, and how long the oldest of them has, seconds by the database's clock. */
export async function readRunQueue(db: Db): Promise<{ depth: number; oldestS: number | null }> {
  const [row] = await db
    .select({
      depth: sql<number>`count(*)::int`,
      oldestS: sql<number | null>`extract(epoch from now() - min(${runs.updatedAt}))::float8`,
    })
    .from(runs)
    .where(eq(runs.state, 'queued'))
  return row ?? { depth: 0, oldestS: null }
}
