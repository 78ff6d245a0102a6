import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { freePort } from '@crosspanel/deploy/embedded-postgres'
import { openDb } from '@crosspanel/node/db'
import { createSiteKeys } from '@crosspanel/node/peers/site-keys'
import { createBareUsers } from '../bare-users.ts'
import type { BenchPorts, Forked } from './row.ts'

const SITE = 'site:lund'

/** Every request is counted for the rate limits, and none of a benchmark comes to one. */
export const UNREACHED_RATES = Object.fromEntries(
  ['ADDRESS', 'READ', 'WRITE', 'EXPENSIVE', 'TRANSFER', 'PEER'].map((name) => [
    `CROSSPANEL_RATE_${name}_PER_MIN`,
    '1000000000',
  ]),
)

export interface OurNode extends Forked {
  readonly databaseUrl: string
  readonly dataDir: string
}

/** A node over this database, in a process of its own. It has joined no federation unless its data directory says so. */
export async function startOurNode(
  ports: BenchPorts,
  databaseUrl: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<OurNode> {
  const dataDir = join(ports.dir, `node-${randomUUID()}`)
  await createSiteKeys(join(dataDir, 'keys'), SITE)
  const node = await ports.fork(new URL('servers/node.ts', import.meta.url), {
    CROSSPANEL_SITE: SITE,
    CROSSPANEL_SITE_NAME: 'Lund',
    CROSSPANEL_DATA_DIR: dataDir,
    CROSSPANEL_PORT: String(await freePort()),
    CROSSPANEL_LOG_LEVEL: 'silent',
    CROSSPANEL_DISK_FLOOR_BYTES: '0',
    DATABASE_URL: databaseUrl,
    REDIS_URL: ports.redisUrl,
    NODE_ENV: 'production',
    ...environment,
  })
  return { ...node, databaseUrl, dataDir }
}

/** A session of a person at the node with this database, by which requests are made. */
export async function openSession(
  databaseUrl: string,
  role: 'researcher' | 'site-admin' = 'researcher',
): Promise<{ accountId: string; token: string }> {
  const { db, close } = openDb(databaseUrl)
  try {
    const users = createBareUsers({ db, now: () => new Date(), newId: randomUUID })
    const email = `${randomUUID()}@example.org`
    const password = randomUUID()
    const { token: link } = await users.makeSetUpLink({ email, role })
    const account = await users.setUp({ token: link, name: 'A Person', password })
    const { token } = await users.logIn({ email, password, kind: 'command-line' }, '127.0.0.1')
    return { accountId: account.id, token }
  } finally {
    await close()
  }
}
