import { join } from 'node:path'
import { note } from '@crosspanel/node/cli/output'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import {
  ensureDatabase,
  hasEmbeddedPostgres,
  keepEmbeddedPostgres,
  visitEmbeddedPostgres,
} from './embedded-postgres.ts'
import { hasRedisServer, openPrivateRedis } from './private-redis.ts'

export interface Services extends AsyncDisposable {
  readonly databaseUrl: string
  readonly redisUrl: string | undefined
}

/**
 * The servers that a site needs: those that its settings name, or private ones that live in its
 * directory and stop with it. A private database is made for a new site alone: an empty one in the
 * place of one that was lost would look like a site without accounts and jobs.
 */
export async function openServices(
  dir: string,
  settings: Readonly<Record<string, string | undefined>>,
  wants: { database: string; redis: boolean; isNew?: boolean },
): Promise<Services> {
  await using stack = new AsyncDisposableStack()
  let databaseUrl = settings['DATABASE_URL']
  if (databaseUrl === undefined) {
    if (wants.isNew !== true) requireDatabase(dir)
    const server = stack.use(
      await keepEmbeddedPostgres(join(dir, 'postgres'), () => {
        note('The private PostgreSQL had ended by itself and was started again.')
      }),
    )
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

/**
 * The database of a site, whether its node runs or not; a private server is left as it was found.
 * One that is lost is refused, or made anew to be filled.
 */
export async function visitDatabase(
  dir: string,
  settings: Readonly<Record<string, string | undefined>>,
  database: string,
  { isFilledAnew = false } = {},
): Promise<VisitedDatabase> {
  const given = settings['DATABASE_URL']
  if (given !== undefined) {
    return { url: given, [Symbol.asyncDispose]: () => Promise.resolve() }
  }
  if (!isFilledAnew) requireDatabase(dir)
  await using stack = new AsyncDisposableStack()
  const server = stack.use(await visitEmbeddedPostgres(join(dir, 'postgres')))
  const url = await ensureDatabase(server.adminUrl, database)
  const owned = stack.move()
  return { url, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** The directory of a private database is not where it was made. */
export class LostDatabaseError extends CliError {
  readonly seen: string
  readonly fix: string

  constructor(dir: string) {
    const seen = `the private database is not in ${join(dir, 'postgres')}`
    const fix = `mount or put back what is missing; for a node, or: crosspanel backup restore BACKUP --to ${dir}`
    super(`${seen}: ${fix}`, EXIT.notFound)
    this.seen = seen
    this.fix = fix
  }
}

function requireDatabase(dir: string): void {
  if (!hasEmbeddedPostgres(join(dir, 'postgres'))) throw new LostDatabaseError(dir)
}
