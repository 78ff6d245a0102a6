import { join } from 'node:path'
import { ensureDatabase, openEmbeddedPostgres, visitEmbeddedPostgres } from './embedded-postgres.ts'
import { hasRedisServer, openPrivateRedis } from './private-redis.ts'

export interface Services extends AsyncDisposable {
  readonly databaseUrl: string
  readonly redisUrl: string | undefined
}

/**
 * The servers that a site needs: those that its settings name, or private ones that live in its
 * directory and stop with it.
 */
export async function openServices(
  dir: string,
  settings: Readonly<Record<string, string | undefined>>,
  wants: { database: string; redis: boolean },
): Promise<Services> {
  await using stack = new AsyncDisposableStack()
  let databaseUrl = settings['DATABASE_URL']
  if (databaseUrl === undefined) {
    const server = stack.use(await openEmbeddedPostgres(join(dir, 'postgres')))
    databaseUrl = await ensureDatabase(server.adminUrl, wants.database)
  }
  let redisUrl = settings['REDIS_URL']
  if (redisUrl === undefined && wants.redis && hasRedisServer()) {
    redisUrl = stack.use(await openPrivateRedis(join(dir, 'redis'))).url
  }
  const owned = stack.move()
  return { databaseUrl, redisUrl, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

export interface VisitedDatabase extends AsyncDisposable {
  readonly url: string
}

/** The database of a site, whether its node runs or not; a private server is left as it was found. */
export async function visitDatabase(
  dir: string,
  settings: Readonly<Record<string, string | undefined>>,
  database: string,
): Promise<VisitedDatabase> {
  const given = settings['DATABASE_URL']
  if (given !== undefined) {
    return { url: given, [Symbol.asyncDispose]: () => Promise.resolve() }
  }
  await using stack = new AsyncDisposableStack()
  const server = stack.use(await visitEmbeddedPostgres(join(dir, 'postgres')))
  const url = await ensureDatabase(server.adminUrl, database)
  const owned = stack.move()
  return { url, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
