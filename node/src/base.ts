import { randomUUIDv7 } from 'node:crypto'
import { mkdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { NodeConfig, NodeSecrets } from './config.ts'
import { type Db, openDb, openSession, type SessionOptions } from './db.ts'
import { type Hints, openHints } from './hints.ts'
import { createLogger, type Logger } from './logger.ts'
import { createQueryWatch, type QueryWatch } from './monitoring/query-watch.ts'
import { openTracing, type Tracing } from './monitoring/tracing.ts'
import type { OnQuery } from './monitoring/watched-client.ts'
import type { SiteKeys } from './peers/ports.ts'
import { readSiteKeys } from './peers/site-keys.ts'
import { detectEngines, type Engines } from './pipeline/engines.ts'
import type { runPipeline } from './pipeline/run-pipeline.ts'

/** What tests put in the place of a part: the executor's work, the clock, the log. */
export interface ContextOverrides {
  readonly log?: Logger
  readonly now?: () => Date
  readonly runPipeline?: typeof runPipeline
  /** Is told of every database statement, in the place of the query watch. */
  readonly onQuery?: OnQuery
}

/** What every module is built from. */
export interface Base {
  readonly config: NodeConfig
  readonly db: Db
  readonly hints: Hints
  readonly log: Logger
  readonly keys: SiteKeys
  readonly engines: Engines
  readonly tracing: Tracing
  readonly queryWatch: QueryWatch
  readonly newId: () => string
  readonly now: () => Date
  readonly freeBytes: () => Promise<number>
  /** Size of the volume with the data directory, bytes. */
  readonly volumeBytes: () => Promise<number>
  /** Opens a connection of its own to the database; whoever opens it closes it. */
  readonly openSession: (options: SessionOptions) => ReturnType<typeof openSession>
}

export async function openBase(
  config: NodeConfig,
  secrets: NodeSecrets,
  overrides: ContextOverrides,
  stack: AsyncDisposableStack,
): Promise<Base> {
  const log = overrides.log ?? createLogger(config)
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  const tracing = stack.use(await openTracing(config, secrets, log))
  const queryWatch = createQueryWatch(config.queryWatch, log)
  const { db, close } = openDb(secrets.databaseUrl, {
    onQuery: overrides.onQuery ?? queryWatch.onQuery,
  })
  stack.defer(close)
  const hints = stack.use(openHints(secrets.redisUrl, `crosspanel:${config.siteId}`, log))
  const engines = await detectEngines()
  for (const { name, debianPackage } of engines.missing) {
    log.warn({ engine: name, debianPackage }, 'an engine is missing')
  }
  return {
    config,
    db,
    hints,
    log,
    engines,
    tracing,
    queryWatch,
    keys: await readSiteKeys(join(config.dataDir, 'keys')),
    newId: randomUUIDv7,
    openSession: (options) => openSession(secrets.databaseUrl, options),
    now: overrides.now ?? (() => new Date()),
    async freeBytes() {
      const { bavail, bsize } = await statfs(config.dataDir)
      return bavail * bsize
    },
    async volumeBytes() {
      const { blocks, bsize } = await statfs(config.dataDir)
      return blocks * bsize
    },
  }
}
