import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { prepareHot } from './hot-statements.ts'
import { type OnQuery, watchClient } from './monitoring/watched-client.ts'

export type Db = ReturnType<typeof openDb>['db']
/** A transaction of `Db`; stores take either. */
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]

const MIGRATION_LOCK = 7_301_552_404
export const POOL_SIZE = 10
const CLOSE_TIMEOUT_S = 5

/** A server that comes back is found within this time, however long it was away. */
const RECONNECT_MAX_S = 1

export interface DbOptions {
  readonly max?: number
  /** Is told of every statement. */
  readonly onQuery?: OnQuery | undefined
}

export function openDb(url: string, { max = POOL_SIZE, onQuery }: DbOptions = {}) {
  const sql = postgres(url, {
    max,
    onnotice: () => undefined,
    connect_timeout: 10,
    // Instants are written in it.
    connection: { TimeZone: 'UTC' },
    backoff: (attempts) => Math.min(attempts * 0.1, RECONNECT_MAX_S),
  })
  const prepared = prepareHot(sql)
  const client = onQuery === undefined ? prepared : watchClient(prepared, onQuery)
  return { db: drizzle({ client }), sql, close: () => sql.end({ timeout: CLOSE_TIMEOUT_S }) }
}

export const MIGRATIONS_DIR = fileURLToPath(new URL('../migrations', import.meta.url))

export interface SessionOptions {
  readonly onLost: () => void
}

/** One connection that stays open, for what lives as long as it does: advisory locks, listening. */
export function openSession(url: string, { onLost }: SessionOptions) {
  const sql = postgres(url, {
    max: 1,
    max_lifetime: null,
    connect_timeout: 10,
    onnotice: () => undefined,
    onclose: onLost,
  })
  return { sql, close: () => sql.end({ timeout: CLOSE_TIMEOUT_S }) }
}

/** Brings the database to this version's schema. drizzle's migrator takes no lock of its own, so two at once would collide. */
export async function migrateNode(url: string, migrationsFolder = MIGRATIONS_DIR): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`
    await migrate(drizzle({ client: sql }), { migrationsFolder })
  } finally {
    await sql.end()
  }
}

/** The migrations of this version, oldest first, as the database records them. */
export function listMigrations(): readonly { readonly hash: string; readonly createdAt: number }[] {
  return readMigrationFiles({ migrationsFolder: MIGRATIONS_DIR }).map(({ hash, folderMillis }) => ({
    hash,
    createdAt: folderMillis,
  }))
}
