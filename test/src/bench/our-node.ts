import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { freePort } from '@crosspanel/deploy/embedded-postgres'
import { openDb } from '@crosspanel/node/db'
import { createSiteKeys } from '@crosspanel/node/peers/site-keys'
import { digestOfToken, newSecretToken } from '@crosspanel/node/users/secret-tokens'
import { createSessionStore } from '@crosspanel/node/users/session-store'
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

/** Like `deploy/bin/crosspanel`: memory and the pauses of collecting it are those of a deployed node. */
const AS_DEPLOYED = { NODE_OPTIONS: '--max-semi-space-size=8', MALLOC_ARENA_MAX: '2' }

export interface OurNode extends Forked {
  readonly databaseUrl: string
  readonly dataDir: string
}

/** What is known of a node before it starts. */
export interface OwnSite {
  readonly dataDir: string
  readonly siteId: string
  readonly ownUrl: string
}

/** A node over this database, in a process of its own. It has joined no federation unless `prepare` sees to that. */
export async function startOurNode(
  ports: BenchPorts,
  databaseUrl: string,
  environment: Readonly<Record<string, string>> = {},
  prepare: (own: OwnSite) => Promise<void> = () => Promise.resolve(),
): Promise<OurNode> {
  const dataDir = join(ports.dir, `node-${randomUUID()}`)
  await createSiteKeys(join(dataDir, 'keys'), SITE)
  const port = await freePort()
  await prepare({ dataDir, siteId: SITE, ownUrl: `http://127.0.0.1:${port}` })
  const node = await ports.fork(new URL('servers/node.ts', import.meta.url), {
    CROSSPANEL_SITE: SITE,
    CROSSPANEL_SITE_NAME: 'Lund',
    CROSSPANEL_DATA_DIR: dataDir,
    CROSSPANEL_PORT: String(port),
    CROSSPANEL_LOG_LEVEL: 'silent',
    CROSSPANEL_DISK_FLOOR_BYTES: '0',
    DATABASE_URL: databaseUrl,
    REDIS_URL: ports.redisUrl,
    NODE_ENV: 'production',
    ...AS_DEPLOYED,
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

const DAY_MS = 86_400_000

/** Sessions of the first of the accounts that `fillJobs` has made, at most so many. */
export async function openFilledSessions(
  databaseUrl: string,
  atMost: number,
): Promise<{ accountId: string; token: string }[]> {
  const { db, sql, close } = openDb(databaseUrl)
  try {
    const store = createSessionStore(db)
    const people = await sql<{ accountId: string }[]>`
      select id as "accountId" from accounts where email like 'person-%' order by id limit ${atMost}`
    const now = new Date()
    const opened = people.map(({ accountId }) => ({ accountId, token: newSecretToken('session') }))
    for (const { accountId, token } of opened) {
      await store.open({
        id: randomUUID(),
        tokenSha256: digestOfToken(token),
        accountId,
        kind: 'command-line',
        network: '127.0.0.0/24',
        client: 'bench',
        createdAt: now,
        lastUsedAt: now,
        expiresAt: new Date(now.getTime() + DAY_MS),
      })
    }
    return opened
  } finally {
    await close()
  }
}
