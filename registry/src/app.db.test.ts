import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { AuditList, EnrolmentList } from '@crosspanel/protocol/registry-api'
import { describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../test/src/postgres.ts'
import {
  ADMIN,
  createTestSite,
  enrolSite,
  openTestRegistry,
  outcomeOf,
} from '../../test/src/registry-harness.ts'
import { createRegistryApp } from './app.ts'
import { createRegistryContext } from './context.ts'
import { openDb } from './db.ts'
import { createLogger } from './logger.ts'
import { createRootKey } from './root-key.ts'
import { startRegistry } from './start.ts'

describe('routes for admins', () => {
  it.each([
    ['POST', '/v1/invites'],
    ['GET', '/v1/enrolments'],
    ['POST', `/v1/enrolments/${randomUUID()}/approve`],
    ['POST', `/v1/enrolments/${randomUUID()}/reject`],
    ['GET', '/v1/members'],
    ['POST', '/v1/members/site:lund/suspend'],
    ['POST', '/v1/members/site:lund/reinstate'],
    ['POST', '/v1/members/site:lund/revoke'],
    ['GET', '/v1/audit'],
  ])(
    '%s %s answers unauthenticated without a login, and to a made-up token',
    async (method, path) => {
      await using registry = await openTestRegistry()
      const body = method === 'POST' ? {} : undefined
      const authorization = `Bearer ${'x'.repeat(22)}`

      const without = await outcomeOf(registry.call(method, path, body))
      const madeUp = await outcomeOf(registry.call(method, path, body, { authorization }))

      expect([without, madeUp]).toEqual(['401 unauthenticated', '401 unauthenticated'])
    },
  )
})

describe('answers of the registry', () => {
  it('carry the id of the request, in problems too', async () => {
    await using registry = await openTestRegistry()

    const answer = await registry.call('GET', '/nothing')
    const problem = (await answer.json()) as Record<string, unknown>

    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(problem).toMatchObject({ code: 'route-not-found', instance: '/nothing' })
    expect(problem['requestId']).toBe(answer.headers.get('x-request-id'))
  })

  it('carry an id that nobody outside has chosen', async () => {
    await using registry = await openTestRegistry()

    const answer = await registry.call('GET', '/livez', undefined, { 'x-request-id': 'forged' })

    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('refuse text that no database can store', async () => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()
    const invite = { organisation: 'Lund\u0000University', emailDomain: 'lund.example' }

    expect(await outcomeOf(admin('POST', '/v1/invites', invite))).toBe('400 invalid-request')
  })

  it('say that the registry is not ready while its database is away', async () => {
    await using registry = await openTestRegistry()
    await using ctx = await createRegistryContext({
      ...registry.config,
      databaseUrl: 'postgres://nobody@127.0.0.1:1/none',
    })

    const answer = await createRegistryApp(ctx).request('/v1/federation')

    expect(await outcomeOf(answer)).toBe('503 not-ready')
    expect(answer.headers.get('retry-after')).toBe('5')
  })

  it('are described as OpenAPI', async () => {
    await using registry = await openTestRegistry()

    const answer = await registry.call('GET', '/openapi.json')
    const description = (await answer.json()) as { openapi: string; paths: object }

    expect(description.openapi).toBe('3.1.0')
    expect(Object.keys(description.paths)).toContain('/v1/enrolments/{id}/approve')
    expect(Object.keys(description.paths)).toContain('/v1/descriptors/{siteId}')
  })
})

describe('health', () => {
  it('is good when the database holds the federation of the root key', async () => {
    await using registry = await openTestRegistry()

    expect(await outcomeOf(registry.call('GET', '/livez'))).toBe('200')
    expect(await outcomeOf(registry.call('GET', '/readyz'))).toBe('200')
  })

  it('is bad over another root key, an empty database or none', async () => {
    await using registry = await openTestRegistry()
    await using empty = await cloneDatabase('registry')
    await using stack = new AsyncDisposableStack()
    const dir = await mkdtemp(join(tmpdir(), 'crosspanel-registry-'))
    stack.defer(() => rm(dir, { recursive: true, force: true }))
    const keyFile = join(dir, 'other.jwk')
    await createRootKey(keyFile)
    const configs = [
      { ...registry.config, keyFile },
      { ...registry.config, databaseUrl: empty.url },
      { ...registry.config, databaseUrl: 'postgres://nobody@127.0.0.1:1/none' },
    ]

    const readiness: string[] = []
    for (const config of configs) {
      const app = createRegistryApp(stack.use(await createRegistryContext(config)))
      readiness.push(await outcomeOf(app.request('/readyz')))
      expect(await outcomeOf(app.request('/livez'))).toBe('200')
    }

    expect(readiness).toEqual(Array(3).fill('503 not-ready'))
    await expect(startRegistry({ ...registry.config, keyFile })).rejects.toThrow('root key')
  })
})

describe('the enrolments', () => {
  it('are read in pages, newest first, each once, also while others come', async () => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()
    for (const name of ['site:lund', 'site:ulm', 'site:ibadan']) {
      await enrolSite(registry, admin, await createTestSite(name))
    }
    const page = async (query: string) =>
      EnrolmentList.parse(await (await admin('GET', `/v1/enrolments${query}`)).json())

    const first = await page('?limit=2')
    await enrolSite(registry, admin, await createTestSite('site:cape-town'))
    const second = await page(`?limit=2&before=${String(first.next)}`)

    const sites = [...first.enrolments, ...second.enrolments].map(({ siteId }) => siteId)
    expect(sites).toEqual(['site:ibadan', 'site:ulm', 'site:lund'])
    expect(second.next).toBeNull()
  })
})

describe('the audit', () => {
  it('is read in pages, newest first', async () => {
    await using registry = await openTestRegistry()
    const admin = await registry.setUpAdmin()
    await enrolSite(registry, admin, await createTestSite())
    const page = async (query: string) =>
      AuditList.parse(await (await admin('GET', `/v1/audit${query}`)).json())

    const all = await page('')
    const first = await page('?limit=2')
    const second = await page(`?limit=2&before=${first.next ?? ''}`)

    expect(all.next).toBeNull()
    expect([...first.entries, ...second.entries]).toEqual(all.entries.slice(0, 4))
    const action = first.entries[0]?.action ?? ''
    const narrowed = await page(`?action=${action.slice(0, -2)}&since=2020-01-01T00:00:00Z`)
    expect(narrowed.entries).toEqual(all.entries.filter((entry) => entry.action === action))
    expect((await page('?actor=nobody')).entries).toEqual([])
    expect((await page('?until=2020-01-01T00:00:00Z')).entries).toEqual([])
    expect(await outcomeOf(admin('GET', '/v1/audit?limit=0'))).toBe('400 invalid-request')
    expect(await outcomeOf(admin('GET', '/v1/audit?limt=5'))).toBe('400 invalid-request')
  })
})

describe('an audit row', () => {
  it.each(["update audit set action = 'nothing'", 'delete from audit', 'truncate audit'])(
    'stays as it was written: %s',
    async (statement) => {
      await using registry = await openTestRegistry()
      await using stack = new AsyncDisposableStack()
      const { db, close } = openDb(registry.config.databaseUrl)
      stack.defer(close)

      const change = db.execute(statement)

      await expect(change).rejects.toMatchObject({
        cause: { message: 'audit rows are only ever added' },
      })
    },
  )
})

describe('the log', () => {
  it('holds no token, password, invite or address (T30)', async () => {
    const lines: string[] = []
    const destination = new Writable({
      write(line: Buffer, _encoding, done) {
        lines.push(line.toString())
        done()
      },
    })
    const log = createLogger({ federationId: 'fed:test', logLevel: 'debug' }, destination)
    await using registry = await openTestRegistry({ log })

    const admin = await registry.setUpAdmin()
    const { invite } = await enrolSite(registry, admin, await createTestSite())
    await registry.call('POST', '/v1/login', { email: ADMIN.email, password: 'a wrong one' })

    const written = lines.join('')
    expect(lines.length).toBeGreaterThan(4)
    for (const secret of [invite, registry.founded.setUpToken, ADMIN.password, ADMIN.email]) {
      expect(written).not.toContain(secret)
    }
  })
})
