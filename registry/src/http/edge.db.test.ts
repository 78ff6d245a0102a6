import { randomUUID } from 'node:crypto'
import { AdminSession } from '@crosspanel/protocol/registry-api'
import { RegisteredService, ServiceInfo } from '@crosspanel/protocol/service-info'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  ADMIN,
  type AdminCall,
  createTestSite,
  joinSite,
  openTestRegistry,
  outcomeOf,
  type TestRegistry,
} from '../../../test/src/registry-harness.ts'
import { createRegistryApp, describeRegistry } from '../app.ts'

/** Who may call an operation; one that is not here fails the first test. */
const ACCESS: Readonly<Record<string, 'anybody' | 'invited site' | 'federation admin'>> = {
  approveEnrolment: 'federation admin',
  challengeEnrolment: 'anybody',
  changeAnnouncement: 'federation admin',
  createAnnouncement: 'federation admin',
  createInvite: 'federation admin',
  endAnnouncement: 'federation admin',
  getActivity: 'federation admin',
  getActivityCsv: 'federation admin',
  getAdmin: 'federation admin',
  getAnnouncements: 'anybody',
  getDescriptor: 'anybody',
  getEnrolment: 'invited site',
  getFederation: 'anybody',
  getFederationRoot: 'anybody',
  getService: 'anybody',
  getServiceInfo: 'anybody',
  getStatement: 'anybody',
  getStatus: 'anybody',
  listAllAnnouncements: 'federation admin',
  listAudit: 'federation admin',
  listEnrolments: 'federation admin',
  listInvites: 'federation admin',
  listMembers: 'federation admin',
  listServices: 'anybody',
  listServiceTypes: 'anybody',
  livez: 'anybody',
  logInAdmin: 'anybody',
  logOutAdmin: 'federation admin',
  putDescriptor: 'anybody',
  putReport: 'anybody',
  readyz: 'anybody',
  reinstateMember: 'federation admin',
  rejectEnrolment: 'federation admin',
  revokeMember: 'federation admin',
  setUpAdmin: 'anybody',
  submitEnrolment: 'anybody',
  suspendMember: 'federation admin',
  withdrawInvite: 'federation admin',
  'GET /openapi.json': 'anybody',
  'GET /v1/docs': 'anybody',
  'GET /v1/docs/start.js': 'anybody',
  'GET /v1/docs/swagger-ui.css': 'anybody',
  'GET /v1/docs/swagger-ui-bundle.js': 'anybody',
}

let registry: TestRegistry
let admin: AdminCall
beforeAll(async () => {
  registry = await openTestRegistry()
  admin = await registry.setUpAdmin()
})
afterAll(() => registry[Symbol.asyncDispose]())

type Paths = Record<string, Record<string, { operationId?: string; security?: object[] }>>

function routes() {
  const paths = (describeRegistry(registry.app).paths ?? {}) as Paths
  return registry.app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path: pattern }) => {
      const path = pattern.replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}')
      const operation = paths[path]?.[method.toLowerCase()]
      const name = operation?.operationId ?? `${method} ${path}`
      const filled = path.replaceAll('{siteId}', 'site:x').replaceAll(/\{\w+\}/g, randomUUID())
      return { name, method, path: filled, security: operation?.security }
    })
}

describe('who may call each route of the registry (T21)', () => {
  it('is said for each route, and for no other', () => {
    const names = new Set(routes().map(({ name }) => name))

    expect([...names].toSorted()).toEqual(Object.keys(ACCESS).toSorted())
  })

  it.each(Object.entries(ACCESS))('holds: %s is for %s', async (name, access) => {
    const route = routes().find((one) => one.name === name)
    if (route === undefined) throw new Error('no such route')
    const { method, path, security } = route
    const body = method === 'GET' ? undefined : {}
    const authorization = `Bearer ${'x'.repeat(22)}`

    const outcomes = [
      await outcomeOf(registry.call(method, path, body)),
      await outcomeOf(registry.call(method, path, body, { authorization })),
    ]
    // Logging out ends the session that it is asked with.
    const call = name === 'logOutAdmin' ? await registry.logIn() : admin
    const asAdmin = access === 'federation admin' ? await outcomeOf(call(method, path, body)) : ''

    const isRefused = access !== 'anybody'
    expect(outcomes.map((outcome) => outcome === '401 unauthenticated')).toEqual([
      isRefused,
      isRefused,
    ])
    expect(asAdmin).not.toMatch(/^40[13]/)
    if (access === 'anybody' && !name.includes(' ')) expect(security).toEqual([])
  })
})

describe('the edge of the registry', () => {
  it('names the methods that an address takes', async () => {
    const answer = await registry.call('PATCH', '/v1/federation')

    expect(answer.headers.get('allow')).toBe('GET')
    expect(await outcomeOf(answer)).toBe('405 method-not-allowed')
  })

  it('sends the security headers, and lets nothing be stored', async () => {
    const { headers } = await registry.call('GET', '/v1/federation/root')

    expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'$/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it.each(['/v1/federation', '/v1/federation/root', '/openapi.json', '/services', '/service-info'])(
    'answers 304 to who has %s already',
    async (path) => {
      const first = await registry.call('GET', path)
      const etag = first.headers.get('etag') ?? ''

      const again = await registry.call('GET', path, undefined, { 'if-none-match': etag })

      expect([first.status, again.status, again.headers.get('etag')]).toEqual([200, 304, etag])
    },
  )

  it('limits the requests of an address, and not the probes', async () => {
    const config = { ...registry.config, rateAddressPerMin: 1 }
    const app = createRegistryApp({ ...registry.ctx, config })
    const ask = (path: string) => app.request(path)

    const answers = [await ask('/service-info'), await ask('/v1/members'), await ask('/livez')]

    expect(answers.map(({ status }) => status)).toEqual([200, 429, 200])
    expect(answers[0]?.headers.get('ratelimit')).toBe('"address";r=0;t=60')
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"address";q=1;w=60')
    expect(answers[1]?.headers.get('retry-after')).toBe('60')
  })

  it('limits the requests of an admin, wherever they come from', async () => {
    const config = { ...registry.config, rateAccountPerMin: 1 }
    const app = createRegistryApp({ ...registry.ctx, config })
    const login = AdminSession.parse(await (await registry.call('POST', '/v1/login', ADMIN)).json())
    const headers = { authorization: `Bearer ${login.token}` }
    const ask = (path: string) => app.request(path, { headers })

    const answers = [await ask('/v1/me'), await ask('/v1/enrolments'), await ask('/service-info')]

    expect(answers.map(({ status }) => status)).toEqual([200, 429, 200])
    expect(answers[0]?.headers.get('ratelimit')).toBe('"account";r=0;t=60')
  })

  it('refuses a large body, a login’s sooner', async () => {
    const send = (path: string, bytes: number) =>
      outcomeOf(registry.call('POST', path, { email: 'x'.repeat(bytes) }))

    const outcomes = [
      await send('/v1/login', 17 * 1024),
      await send('/v1/enrolments', 17 * 1024),
      await send('/v1/enrolments', 1024 * 1024),
    ]

    expect(outcomes).toEqual(['413 body-too-large', '400 invalid-request', '413 body-too-large'])
  })

  it('shows its API on a page of its own', async () => {
    const page = await registry.call('GET', '/v1/docs')
    const start = await registry.call('GET', '/v1/docs/start.js')

    expect(await page.text()).not.toMatch(/<script>|https?:/)
    expect(await start.text()).toContain('"/openapi.json"')
  })
})

describe('the registry as a GA4GH service registry', () => {
  it('describes itself', async () => {
    const info = ServiceInfo.parse(await (await registry.call('GET', '/service-info')).json())

    expect(info).toMatchObject({
      id: 'fed:test',
      type: { group: 'org.ga4gh', artifact: 'service-registry', version: '1.0.0' },
      organization: { url: 'http://registry.example' },
    })
  })

  it('lists active members, by what they have published, and nobody else', async () => {
    await using own = await openTestRegistry()
    const asAdmin = await own.setUpAdmin()
    const lund = await createTestSite('site:lund')
    await joinSite(own, asAdmin, lund)
    await joinSite(own, asAdmin, await createTestSite('site:ibadan'))
    const list = async () =>
      z.array(RegisteredService).parse(await (await own.call('GET', '/services')).json())
    const before = await list()
    await own.call('PUT', '/v1/descriptors/site:lund', await lund.signDescriptor())
    await asAdmin('POST', '/v1/members/site:ibadan/suspend', { reason: 'a test' })

    const after = await list()

    expect(before.map(({ id, version }) => [id, version])).toEqual([
      ['site:ibadan', 'unknown'],
      ['site:lund', 'unknown'],
    ])
    expect(after).toEqual([
      {
        id: 'site:lund',
        name: 'Lund',
        type: { group: 'org.crosspanel', artifact: 'imputation-node', version: '1.0.0' },
        organization: { name: 'Lund University', url: 'https://lund.example' },
        contactUrl: 'mailto:ops@lund.example',
        documentationUrl: 'https://lund.example/api/v1/docs',
        updatedAt: expect.any(String) as string,
        version: '0.1.0',
        url: 'https://lund.example',
      },
    ])
    expect(await (await own.call('GET', '/services/site:lund')).json()).toEqual(after[0])
    expect(await outcomeOf(own.call('GET', '/services/site:ibadan'))).toBe('404 site-not-found')
    expect(await (await own.call('GET', '/services/types')).json()).toEqual([after[0]?.type])
  })
})
