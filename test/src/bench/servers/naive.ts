/**
 * The pages of a node as they are often written: Hono and one query after another for whatever a page
 * shows, pages by offset with a count of all, totals by counting, the dashboard from a cache in Redis for
 * five minutes, the sites of a federation asked one by one when a page needs them. `BENCH_SITES` has
 * their addresses.
 */
import { createHash } from 'node:crypto'
import { serveApp } from '@crosspanel/node/http/server'
import { Hono } from 'hono'
import { Redis } from 'ioredis'
import postgres from 'postgres'
import { reportReady, untilStopped } from '../ready.ts'

const CACHED_S = 300
const SITE_TIMEOUT_MS = 2_000
const sql = postgres(process.env['DATABASE_URL'] ?? '', { max: 10 })
const redis = new Redis(process.env['REDIS_URL'] ?? '')
const sites = (process.env['BENCH_SITES'] ?? '').split(' ').filter((url) => url !== '')

type Env = { Variables: { accountId: string } }
const app = new Hono<Env>()

app.use('/api/*', async (c, next) => {
  const token = c.req.header('authorization')?.slice('Bearer '.length) ?? ''
  const digest = createHash('sha256').update(token).digest('hex')
  const [session] = await sql<{ account_id: string }[]>`
    select * from sessions where token_sha256 = ${digest} and expires_at > now()`
  if (session === undefined) return c.json({ error: 'log in' }, 401)
  const [account] = await sql<{ id: string }[]>`
    select * from accounts where id = ${session.account_id} and disabled_at is null`
  if (account === undefined) return c.json({ error: 'log in' }, 401)
  c.set('accountId', account.id)
  return next()
})

app.get('/api/v1/jobs', async (c) => {
  const { state, panelId, since, until, limit = '50', page = '1' } = c.req.query()
  const where = sql`account_id = ${c.var.accountId}
    ${state === undefined ? sql`` : sql`and state = ${state}`}
    ${panelId === undefined ? sql`` : sql`and panel_id = ${panelId}`}
    ${since === undefined ? sql`` : sql`and submitted_at >= ${since}`}
    ${until === undefined ? sql`` : sql`and submitted_at < ${until}`}`
  const [counted] = await sql<
    { total: number }[]
  >`select count(*)::int as total from jobs where ${where}`
  const jobs = await sql`
    select * from jobs where ${where} order by submitted_at desc, id desc
    limit ${Number(limit)} offset ${(Number(page) - 1) * Number(limit)}`
  return c.json({ jobs, total: counted?.total ?? 0 })
})

app.get('/api/v1/dashboard', async (c) => {
  const key = `naive:dashboard:${c.var.accountId}`
  const cached = await redis.get(key)
  if (cached !== null) return c.body(cached, 200, { 'content-type': 'application/json' })
  const jobs = await sql`
    select state, count(*)::int as jobs from jobs where account_id = ${c.var.accountId} group by state`
  const recentJobs = await sql`
    select * from jobs where account_id = ${c.var.accountId} order by submitted_at desc limit 10`
  const page = JSON.stringify({ jobs, recentJobs })
  await redis.set(key, page, 'EX', CACHED_S)
  return c.body(page, 200, { 'content-type': 'application/json' })
})

app.get('/api/v1/admin/statistics', async (c) => {
  const byState = await sql`select state, count(*)::int as jobs from jobs group by state`
  const byDay = await sql`
    select (submitted_at at time zone 'UTC')::date as day, state, count(*)::int as jobs
    from jobs where submitted_at > now() - interval '30 days' group by 1, 2`
  const byPanel = await sql`
    select panel_id, count(*)::int as jobs, sum(samples)::float8 as samples from jobs group by panel_id`
  const [runs] = await sql`select count(*)::int as total from runs`
  const [accounts] = await sql`select count(*)::int as total from accounts`
  return c.json({ byState, byDay, byPanel, runs, accounts })
})

app.get('/api/v1/federation', async (c) => {
  const known: unknown[] = []
  for (const url of sites) known.push(await ask(url))
  return c.json({ sites: known })
})

async function ask(url: string): Promise<unknown> {
  try {
    const answer = await fetch(`${url}/peer/v1/health`, {
      signal: AbortSignal.timeout(SITE_TIMEOUT_MS),
    })
    return await answer.json()
  } catch {
    return { url, error: 'no answer' }
  }
}

const stopped = untilStopped()
const server = await serveApp(app, { host: '127.0.0.1', port: 0 })
reportReady(server.url)
await stopped
await server.close(0)
redis.disconnect()
await sql.end()
