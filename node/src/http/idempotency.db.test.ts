import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusal } from '../../../test/src/edge.ts'
import { cloneDatabase, type TestDatabase } from '../../../test/src/postgres.ts'
import { openDb } from '../db.ts'
import { createLogger } from '../logger.ts'
import type { AppEnv } from './env.ts'
import { withIdempotency } from './idempotency.ts'
import { createIdempotencyStore, type IdempotencyStore } from './idempotency-store.ts'
import { onError } from './problems.ts'
import { idempotentRequests } from './schema.ts'

const ADA = randomUUID()
const EVE = randomUUID()

describe('a creating request with an Idempotency-Key', () => {
  let database: TestDatabase
  let opened: ReturnType<typeof openDb>
  let store: IdempotencyStore
  const clock = { now: new Date() }
  let effects: string[] = []
  let answer: () => Promise<Response>
  let app: Hono<AppEnv>

  beforeAll(async () => {
    database = await cloneDatabase('node')
    opened = openDb(database.url)
    store = createIdempotencyStore(opened.db)
    const log = createLogger({ siteId: 'site:lund', logLevel: 'silent' })
    app = new Hono<AppEnv>()
    app.onError(onError)
    app.use(async (c, next) => {
      c.set('log', log)
      const id = c.req.header('x-account') ?? ADA
      c.set('account', { id, role: 'researcher', via: 'session' })
      await next()
    })
    app.use(withIdempotency({ store, now: () => clock.now, isCreating: () => true }))
    app.post('/things', async (c) => {
      effects.push(await c.req.text())
      return answer()
    })
  })
  afterAll(async () => {
    await opened.close()
    await database[Symbol.asyncDispose]()
  })

  function answerWith(status: number, headers: Record<string, string> = {}) {
    effects = []
    answer = () => Promise.resolve(Response.json({ effect: effects.length }, { status, headers }))
  }
  const post = (key: string | undefined, body = '{}', headers: Record<string, string> = {}) =>
    app.request('/things', {
      method: 'POST',
      body,
      headers: { ...(key === undefined ? {} : { 'idempotency-key': key }), ...headers },
    })

  it('has its effect once and gets the first answer again', async () => {
    answerWith(202, { location: '/things/1' })
    const key = randomUUID()
    const first = await post(key)

    const second = await post(key)

    expect(effects).toHaveLength(1)
    expect([first.status, second.status]).toEqual([202, 202])
    expect(await second.text()).toBe(await first.text())
    expect(second.headers.get('location')).toBe('/things/1')
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'))
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect(first.headers.get('idempotency-replayed')).toBeNull()
  })

  it('is refused when the key was used for another request', async () => {
    answerWith(201)
    const key = randomUUID()
    await post(key)

    const response = await post(key, '{"other":true}')

    expect(await refusal(response)).toEqual([422, 'idempotency-key-reused'])
    expect(effects).toHaveLength(1)
  })

  it("is another account's request under the same key", async () => {
    answerWith(201)
    const key = randomUUID()
    await post(key)

    const response = await post(key, '{}', { 'x-account': EVE })

    expect(await response.json()).toEqual({ effect: 2 })
  })

  it('is answered once when two come at the same moment', async () => {
    answerWith(201)
    const { promise: hold, resolve: release } = Promise.withResolvers<undefined>()
    const { promise: begun, resolve: begin } = Promise.withResolvers<undefined>()
    const quick = answer
    answer = async () => {
      begin(undefined)
      await hold
      return quick()
    }
    const key = randomUUID()
    const first = post(key)
    await begun

    const second = await post(key)

    release(undefined)
    expect(await refusal(second)).toEqual([409, 'idempotency-conflict'])
    expect(second.headers.get('retry-after')).toBe('1')
    expect((await first).status).toBe(201)
    expect(effects).toHaveLength(1)
  })

  it('may be sent again after it was refused or failed', async () => {
    const key = randomUUID()
    const statuses: number[] = []

    for (const status of [422, 503, 201, 500]) {
      answerWith(status)
      statuses.push((await post(key)).status)
    }

    expect(statuses).toEqual([422, 503, 201, 201])
  })

  it('may be sent again after its handler threw', async () => {
    answerWith(201)
    const quick = answer
    answer = () => Promise.reject(new Error('broken'))
    const key = randomUUID()
    const first = await post(key)
    answer = quick

    const second = await post(key)

    expect([first.status, second.status]).toEqual([500, 201])
  })

  it('may be sent again as soon as a database that failed meanwhile is back', async () => {
    answerWith(201)
    const quick = answer
    answer = async () => {
      await opened.db.execute(sql`alter table idempotent_requests rename to gone`)
      throw new Error('the database is away')
    }
    const key = randomUUID()
    const first = await post(key)
    answer = quick
    await opened.db.execute(sql`alter table gone rename to idempotent_requests`)

    await expect.poll(async () => (await post(key)).status, { timeout: 30_000 }).toBe(201)
    expect(first.status).toBe(500)
  })

  it('is taken over from a process that died, after a minute', async () => {
    answerWith(201)
    const key = randomUUID()
    await post(key)
    await opened.db.update(idempotentRequests).set({ status: null, sealedBody: null })

    const early = await post(key)
    clock.now = new Date(clock.now.getTime() + 60_001)
    const late = await post(key)

    expect([early.status, late.status]).toEqual([409, 201])
  })

  it('does not overwrite the answer of whoever took it over', async () => {
    const request = { accountId: ADA, keySha256: 'a', requestSha256: 'b' }
    const stored = { status: 201, contentType: null, location: null }
    await store.claim(request, clock.now)
    const later = new Date(clock.now.getTime() + 60_001)
    await store.claim(request, later)
    await store.keep(request, later, { ...stored, sealedBody: 'newer' })

    await store.keep(request, clock.now, { ...stored, sealedBody: 'older' })
    await store.release(request, clock.now)

    expect(await store.claim(request, later)).toMatchObject({ answer: { sealedBody: 'newer' } })
  })

  it('is a new request after 24 hours, also before the old row is cleared away', async () => {
    answerWith(201)
    const key = randomUUID()
    await post(key)
    clock.now = new Date(clock.now.getTime() + 86_400_001)

    const response = await post(key, '{"other":true}')

    expect(await response.json()).toEqual({ effect: 2 })
  })

  it('is cleared away after 24 hours', async () => {
    answerWith(201)
    await post(randomUUID())
    clock.now = new Date(clock.now.getTime() + 86_400_001)

    await store.removeExpired(clock.now)

    expect(await opened.db.select().from(idempotentRequests)).toEqual([])
  })

  it('is stored so that neither the key nor the answer can be read', async () => {
    answer = () => Promise.resolve(Response.json({ token: 'cpt_secret' }, { status: 201 }))
    const key = randomUUID()
    await post(key)

    const rows = JSON.stringify(await opened.db.select().from(idempotentRequests))

    expect(rows).not.toContain(key)
    expect(rows).not.toContain('cpt_secret')
    expect(rows).not.toContain(Buffer.from('cpt_secret').toString('base64').slice(0, 10))
  })

  it.each([
    ['no key', undefined, 'idempotency-key-missing'],
    ['a short key', 'abc', 'invalid-request'],
    ['a key with spaces', 'a key with spaces in it', 'invalid-request'],
    ['a very long key', 'k'.repeat(201), 'invalid-request'],
  ])('is refused with %s', async (_, key, code) => {
    answerWith(201)

    const response = await post(key)

    expect(await refusal(response)).toEqual([400, code])
    expect(effects).toEqual([])
  })
})
