import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { readConfig } from '@crosspanel/node/config'
import { createContext } from '@crosspanel/node/context'
import { createLogger } from '@crosspanel/node/logger'
import { createSiteKeys } from '@crosspanel/node/peers/site-keys'
import { openEdge } from './edge.ts'
import { cloneDatabase } from './postgres.ts'

export type WholeNode = Awaited<ReturnType<typeof openWholeNode>>

/** A whole node without its server and loops, over a database of its own. */
export async function openWholeNode(environment: Readonly<Record<string, string>> = {}) {
  await using stack = new AsyncDisposableStack()
  const database = stack.use(await cloneDatabase('node'))
  const dataDir = await mkdtemp(join(tmpdir(), 'crosspanel-whole-node-'))
  stack.defer(() => rm(dataDir, { recursive: true, force: true }))
  await createSiteKeys(join(dataDir, 'keys'), 'site:lund')
  const { config, secrets } = readConfig({
    CROSSPANEL_SITE: 'site:lund',
    CROSSPANEL_SITE_NAME: 'Lund',
    CROSSPANEL_DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    REDIS_URL: inject('redisUrl'),
    ...environment,
  })
  const log = createLogger({ siteId: 'site:lund', logLevel: 'silent' })
  const context = stack.use(await createContext(config, secrets, { log }))
  const edge = stack.use(
    await openEdge({
      ...context,
      version: '0.0.0',
      jobs: context.jobs.service,
      runs: context.runs.service,
      queue: context.runs.queue,
    }),
  )
  const owned = stack.move()
  return { context, edge, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
