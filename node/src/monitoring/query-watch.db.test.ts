import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Edge, openEdge } from '../../../test/src/edge.ts'
import { cloneDatabase, type TestDatabase } from '../../../test/src/postgres.ts'
import { openDb } from '../db.ts'
import type { AppEnv } from '../http/env.ts'
import { requestLog } from '../http/request-log.ts'
import { watchQueries } from '../http/watch-queries.ts'
import { createLogger } from '../logger.ts'
import { createQueryWatch } from './query-watch.ts'
import { alerts, auditEntries } from './schema.ts'

const HOOK_MS = 120_000
const SLOW_MS = 400

let database: TestDatabase
let edge: Edge
const lines: Record<string, unknown>[] = []
const log = createLogger(
  { siteId: 'site:lund', logLevel: 'warn' },
  { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
)
const watch = createQueryWatch({ mode: 'log', slowMs: SLOW_MS, repeatedQueries: 4 }, log)
let open: ReturnType<typeof openDb>
beforeAll(async () => {
  database = await cloneDatabase('node')
  open = openDb(database.url, { onQuery: watch.onQuery })
  edge = await openEdge({ queryWatch: watch })
}, HOOK_MS)
afterAll(async () => {
  await open.close()
  await database[Symbol.asyncDispose]()
  await edge[Symbol.asyncDispose]()
})

/** Any statement may be slow on a busy machine. */
const isAsked = (line: Record<string, unknown>) =>
  line['finding'] !== 'slow' || String(line['fingerprint']).includes('pg_sleep')

/** One request that asks what `ask` asks; the lines that were logged of it. */
async function request(ask: (db: typeof open.db) => Promise<unknown>) {
  const app = new Hono<AppEnv>()
    .use(requestLog({ log, newId: () => 'request-1' }), watchQueries(watch))
    .get('/things/:id', async (c) => {
      await ask(open.db)
      return c.text('done')
    })
  lines.length = 0
  await app.request('/things/Ada')
  return lines.filter(isAsked)
}

describe('the query watch', () => {
  it('finds the same question with other values, inside of a transaction, too', async () => {
    const ids = Array.from({ length: 4 }, () => randomUUID())

    const found = await request((db) =>
      db.transaction(async (tx) => {
        for (const id of ids) await tx.select().from(alerts).where(eq(alerts.id, id))
      }),
    )

    expect(found).toMatchObject([
      {
        finding: 'n-plus-one',
        route: 'GET /things/:id',
        requestId: 'request-1',
        count: 4,
        msg: expect.stringContaining('join the two') as unknown,
      },
    ])
    expect(JSON.stringify(found)).not.toMatch(new RegExp(`Ada|${ids.join('|')}`))
  })

  it('finds the same question with the same values', async () => {
    const found = await request(async (db) => {
      for (let n = 0; n < 5; n += 1) {
        await db.select().from(auditEntries).where(eq(auditEntries.actor, 'node'))
      }
    })

    expect(found).toMatchObject([{ finding: 'repeated', count: 5 }])
  })

  it('finds a slow statement, with its advice', async () => {
    const found = await request((db) => db.execute(sql`select pg_sleep(${(SLOW_MS * 1.5) / 1000})`))

    expect(found).toMatchObject([
      { finding: 'slow', msg: expect.stringContaining('explain (analyze, buffers)') as unknown },
    ])
  })

  it('says nothing of a request without fault', async () => {
    const found = await request(async (db) => {
      await db.select().from(alerts).limit(1)
      await db.select().from(auditEntries).limit(1)
    })

    expect(found).toEqual([])
  })

  it('shows administrators what it found', async () => {
    const admin = await edge.person('site-admin')

    const answer = await edge.call('GET', '/api/v1/admin/queries', { token: admin.token })

    expect(await answer.json()).toMatchObject({ mode: 'log', slowMs: SLOW_MS, repeatedQueries: 4 })
    const { queries } = watch.report()
    const alerted = queries.find(({ findings }) =>
      findings.some(({ kind }) => kind === 'n-plus-one'),
    )
    expect(alerted).toMatchObject({ count: 4, routes: ['GET /things/:id'] })
    expect(alerted?.findings).toContainEqual(
      expect.objectContaining({ kind: 'n-plus-one', times: 1 }),
    )
    expect(queries.map(({ totalMs }) => totalMs)).toEqual(
      queries.map(({ totalMs }) => totalMs).toSorted((a, b) => b - a),
    )
  })

  it('installs nothing while it is off', () => {
    const off = createQueryWatch({ mode: 'off', slowMs: 1, repeatedQueries: 2 }, log)

    expect(off.onQuery).toBeUndefined()
    expect(off.report()).toEqual({ mode: 'off', slowMs: 1, repeatedQueries: 2, queries: [] })
  })
})

describe('counting the queries of a request', () => {
  it('counts those of the request and no others', async () => {
    await using plain = await openEdge()
    const admin = await plain.person('site-admin')
    const ask = () => plain.call('GET', '/api/v1/admin/audit', { token: admin.token })

    const [{ result, queries }] = await Promise.all([plain.countQueries(ask), ask()])

    expect(result.status).toBe(200)
    expect(queries.filter((query) => query.includes('"audit_entries"'))).toHaveLength(1)
  })
})
