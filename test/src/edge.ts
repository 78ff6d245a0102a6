import { randomUUID } from 'node:crypto'
import type { Role, TokenScope } from '@crosspanel/protocol/account'
import { sql } from 'drizzle-orm'
import { type AppParts, createApp } from '@crosspanel/node/app'
import { openDb } from '@crosspanel/node/db'
import { createIdempotencyStore } from '@crosspanel/node/http/idempotency-store'
import {
  createRateLimiter,
  RATE_CLASSES,
  type RateLimiter,
  type RateQuotas,
} from '@crosspanel/node/http/rate-limiter'
import { createLogger } from '@crosspanel/node/logger'
import { createAuditTrail } from '@crosspanel/node/monitoring/audit-trail'
import { createMaintenance } from '@crosspanel/node/monitoring/maintenance'
import { auditEntries } from '@crosspanel/node/monitoring/schema'
import { type AccountPorts, createUsers } from '@crosspanel/node/users/users'
import { absentParts } from './absent.ts'
import { createQueryCounter } from './count-queries.ts'
import { EDGE_CONFIG } from './edge-config.ts'
import { cloneDatabase } from './postgres.ts'

export { EDGE_CONFIG }
export const PASSWORD = 'a long and quiet password'

/** A limiter in this process; without limits unless given. */
export function openRateLimiter(quotas: Partial<RateQuotas> = {}): RateLimiter {
  const none = Object.fromEntries(RATE_CLASSES.map((name) => [name, 0])) as RateQuotas
  return createRateLimiter({ quotas: { ...none, ...quotas }, redis: undefined, prefix: 'test' })
}

export type Edge = Awaited<ReturnType<typeof openEdge>>

export interface Person {
  readonly id: string
  readonly email: string
  readonly token: string
}

/** A node's HTTP edge with its real accounts over a database of its own; the other parts are absent unless given. */
export async function openEdge(over: Partial<AppParts> = {}) {
  await using stack = new AsyncDisposableStack()
  const database = stack.use(await cloneDatabase('node'))
  const counter = createQueryCounter()
  const onQuery = over.queryWatch?.onQuery ?? counter.onQuery
  const { db, close } = openDb(database.url, { onQuery })
  stack.defer(close)
  const clock = { now: new Date() }
  const now = () => clock.now
  const logLines: string[] = []
  const log = createLogger(
    { siteId: 'site:lund', logLevel: 'debug' },
    { write: (line: string) => void logLines.push(line) },
  )
  const quotas = { jobsLive: 10, jobsPerDay: 20, storageBytes: 1_000_000 }
  const holdings = createHoldings()
  const config = { quotas, url: over.config?.url }
  const users = over.users ?? createUsers({ db, now, newId: randomUUID, config, ...holdings.ports })
  const app = createApp(
    absentParts({
      config: EDGE_CONFIG,
      version: '0.0.0',
      log,
      newId: randomUUID,
      now,
      users,
      audit: createAuditTrail({ db }),
      idempotency: createIdempotencyStore(db),
      rateLimiter: openRateLimiter(),
      maintenance: createMaintenance({ db, now }),
      ...over,
    }),
  )

  /** Sends JSON as the bearer of `token`; `headers` may add to that or replace it. */
  async function call(
    method: string,
    path: string,
    options: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const { token, body, headers } = options
    return app.request(path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  /** A person who was invited, has set the account up and is logged in at a command line. */
  async function person(role: Role): Promise<Person> {
    const email = `${randomUUID()}@example.org`
    const link = await users.makeSetUpLink({ email, role })
    const { id } = await users.setUp({ token: link.token, name: 'A Person', password: PASSWORD })
    const request = { email, password: PASSWORD, kind: 'command-line' } as const
    const { token } = await users.logIn(request, '192.0.2.1')
    return { id, email, token }
  }

  /** An API token of a person. */
  async function apiToken({ id }: Person, scope: TokenScope): Promise<string> {
    const account = { id, role: 'researcher', via: 'session' } as const
    const { token } = await users.createToken(account, { name: 'a token', scope, expiresInDays: 1 })
    return token
  }

  const owned = stack.move()
  return {
    apiToken,
    app,
    call,
    clock,
    countQueries: counter.countQueries,
    closeDatabase: close,
    db,
    holdings,
    logLines,
    person,
    users,
    audit: () => db.select().from(auditEntries).orderBy(auditEntries.seq),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Status and problem code of an answer, for one assertion. */
export async function refusal(response: Response): Promise<[number, string]> {
  const { code } = (await response.json()) as { code: string }
  return [response.status, code]
}

/** What other modules would have of an account, in memory: `liveJobs` are those that cannot be cancelled yet. */
function createHoldings() {
  const state = { liveJobs: 0, jobs: [] as unknown[], calls: [] as string[] }
  const called = (name: string) => {
    state.calls.push(name)
    return Promise.resolve()
  }
  async function* none() {
    // Nothing is here.
  }
  const ports: AccountPorts = {
    useOf: () => ({ jobsLive: sql`3`, jobsToday: sql`4`, storageBytes: sql`5` }),
    holdings: {
      async cancelJobs(accountId) {
        await called(`cancelJobs ${accountId}`)
        return state.liveJobs
      },
      forgetJobs: (accountId) => called(`forgetJobs ${accountId}`),
      purgeFiles: (accountId) => called(`purgeFiles ${accountId}`),
      forgetNotifications: ({ email }) => called(`forgetNotifications ${email}`),
    },
    records: { jobs: () => ReadableStream.from(state.jobs), files: none, activity: none },
  }
  return Object.assign(state, { ports })
}
