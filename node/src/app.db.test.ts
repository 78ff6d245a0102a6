import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Edge,
  EDGE_CONFIG,
  openEdge,
  PASSWORD,
  type Person,
  refusal,
} from '../../test/src/edge.ts'
import { describeApi } from './http/openapi.ts'

interface Operation {
  readonly operationId: string
  readonly security?: readonly object[]
  readonly requestBody?: { readonly required?: boolean }
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const

/** Every described route of the API for people, by `METHOD path`, with parameters filled in. */
async function operations() {
  await using edge = await openEdge()
  const { paths = {} } = describeApi(edge.app, '0.0.0')
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = (item as Partial<Record<typeof method, Operation>>)[method]
      if (operation === undefined || !path.startsWith('/api/v1')) return []
      const filled = path.replace('{site}', 'site:lund').replaceAll(/\{\w+\}/g, randomUUID())
      return [
        { name: operation.operationId, method: method.toUpperCase(), path: filled, operation },
      ]
    }),
  )
}

const all = await operations()
const guarded = all.filter(({ operation }) => operation.security?.length !== 0)
const changing = guarded.filter(({ method }) => method !== 'GET')
const withBody = all.filter(({ operation }) => operation.requestBody !== undefined)

describe('every route of the API', () => {
  let edge: Edge
  let ada: Person
  let readToken: string
  beforeAll(async () => {
    edge = await openEdge()
    ada = await edge.person('researcher')
    readToken = await edge.apiToken(ada, 'read')
  })
  afterAll(() => edge[Symbol.asyncDispose]())

  it('is in this test', () => {
    const open = all.filter((route) => !guarded.includes(route)).map(({ name }) => name)

    expect(open.toSorted()).toEqual([
      'getHealth',
      'getOverallHealth',
      'getStatus',
      'listProblems',
      'logIn',
      'pollDeviceLogin',
      'requestRecovery',
      'resetPassword',
      'setUpAccount',
      'startDeviceLogin',
    ])
    expect(guarded.length).toBeGreaterThan(20)
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
  })

  it.each(guarded)('$name needs a login', async ({ method, path }) => {
    const response = await edge.call(method, path)

    expect(await refusal(response)).toEqual([401, 'unauthenticated'])
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
  })

  it.each(changing)('$name is closed to a token that may only read', async ({ method, path }) => {
    const response = await edge.call(method, path, { token: readToken })

    expect(await refusal(response)).toEqual([403, 'forbidden'])
  })

  it.each(changing)(
    '$name is closed to pages of another origin (T24)',
    async ({ method, path }) => {
      const cookie = `crosspanel_session=${ada.token}`
      const from = (origin: string | undefined, more: Record<string, string> = {}) =>
        edge.call(method, path, {
          headers: { cookie, ...(origin === undefined ? {} : { origin }), ...more },
        })

      const answers = [
        await from('https://evil.example'),
        await from('null'),
        await from(undefined),
        await from('http://localhost', { 'sec-fetch-site': 'cross-site' }),
        await from('http://localhost', { 'sec-fetch-site': 'same-site' }),
      ]

      expect(await Promise.all(answers.map(refusal))).toEqual(
        Array<[number, string]>(5).fill([403, 'csrf-refused']),
      )
    },
  )

  it.each(withBody)('$name reads its body by its schema always', ({ operation }) => {
    expect(operation.requestBody?.required).toBe(true)
  })

  it.each(withBody)('$name takes JSON only', async ({ method, path }) => {
    const send = (type: string, body: string) =>
      edge.app.request(path, {
        method,
        body,
        headers: {
          authorization: `Bearer ${ada.token}`,
          'content-type': type,
          'idempotency-key': randomUUID(),
        },
      })

    const answers = [await send('text/plain', '{}'), await send('application/json', '{"a":')]

    const [type, syntax] = await Promise.all(answers.map(refusal))
    expect(type).toEqual([415, 'media-type-unsupported'])
    // Who may not use the route learns that first.
    expect([400, 403]).toContain(syntax?.[0])
  })
})

describe('the edge', () => {
  let edge: Edge
  let ada: Person
  beforeAll(async () => {
    edge = await openEdge()
    ada = await edge.person('researcher')
  })
  afterAll(() => edge[Symbol.asyncDispose]())

  it('describes itself in OpenAPI 3.1', async () => {
    const response = await edge.call('GET', '/api/v1/openapi.json')

    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      openapi: '3.1.0',
      paths: { '/api/v1/login': { post: { operationId: 'logIn' } } },
    })
  })

  it('answers route-not-found where there is nothing', async () => {
    const answers = [
      await edge.call('GET', '/nothing'),
      await edge.call('GET', '/api/v1/nothing', { token: ada.token }),
      await edge.call('GET', '/api/v1/jobs/x/y/z', { token: ada.token }),
    ]

    expect(await Promise.all(answers.map(refusal))).toEqual(
      Array<[number, string]>(3).fill([404, 'route-not-found']),
    )
  })

  it('names the methods that an address takes', async () => {
    const response = await edge.call('PATCH', '/api/v1/me/public-key', { token: ada.token })

    expect(response.headers.get('allow')).toBe('DELETE, PUT')
    expect(await refusal(response)).toEqual([405, 'method-not-allowed'])
  })

  it('refuses a body of more than 1 MiB, announced or not', async () => {
    const body = JSON.stringify({ publicKey: 'x'.repeat(1024 * 1024) })
    const send = (payload: string | ReadableStream, headers: Record<string, string>) =>
      edge.app.request('/api/v1/me/public-key', {
        method: 'PUT',
        body: payload,
        duplex: 'half',
        headers: {
          authorization: `Bearer ${ada.token}`,
          'content-type': 'application/json',
          ...headers,
        },
      })

    const answers = [
      await send(body, { 'content-length': String(body.length) }),
      await send(new Blob([body]).stream(), { 'transfer-encoding': 'chunked' }),
    ]

    expect(await Promise.all(answers.map(refusal))).toEqual([
      [413, 'body-too-large'],
      [413, 'body-too-large'],
    ])
  })

  it('leaves the bytes of an upload to its route, behind the login', async () => {
    let received = 0
    await using taking = await openEdge({
      uploads: {
        async handle(request) {
          received += (await request.arrayBuffer()).byteLength
          return new Response(null, { status: 204 })
        },
      },
    })
    const { token } = await taking.person('researcher')
    const patch = (authorization: string) =>
      taking.app.request(`/api/v1/uploads/${randomUUID()}`, {
        method: 'PATCH',
        body: new Uint8Array(2 * 1024 * 1024),
        headers: { authorization, 'content-type': 'application/offset+octet-stream' },
      })

    const statuses = [(await patch(`Bearer ${token}`)).status, (await patch('Bearer x')).status]

    expect(statuses).toEqual([204, 401])
    expect(received).toBe(2 * 1024 * 1024)
  })

  it('gives each request an id of its own and takes none', async () => {
    const ask = () => edge.call('GET', '/nothing', { headers: { 'x-request-id': 'forged' } })

    const [one, two] = [await ask(), await ask()]

    const id = one.headers.get('x-request-id')
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(two.headers.get('x-request-id')).not.toBe(id)
    expect(await one.json()).toMatchObject({ requestId: id, instance: '/nothing' })
    expect(edge.logLines.join('')).toContain(`"requestId":"${id}"`)
  })

  it('logs the pattern of a route and neither address, query nor body (T30)', async () => {
    const id = randomUUID()
    await edge.call('DELETE', `/api/v1/tokens/${id}?note=private`, { token: ada.token })

    const line = edge.logLines.at(-1) ?? ''

    expect(JSON.parse(line)).toMatchObject({
      method: 'DELETE',
      route: '/api/v1/tokens/:id',
      status: 404,
    })
    for (const secret of [id, 'private', ada.token]) expect(line).not.toContain(secret)
  })

  it('sends the security headers with every answer', async () => {
    const answers = [
      await edge.call('GET', '/nothing'),
      await edge.call('GET', '/api/v1/me', { token: ada.token }),
      await edge.call('GET', '/api/v1/me'),
    ]

    for (const { headers } of answers) {
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'.*frame-ancestors 'none'/,
      )
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
    expect(answers.slice(1).map(({ headers }) => headers.get('cache-control'))).toEqual([
      'no-store',
      'no-store',
    ])
  })

  it('says nothing of an error that nobody foresaw', async () => {
    await using failing = await openEdge({
      mountPeers: (app) => {
        app.get('/peer/v1/broken', () => {
          throw new Error('password=hunter2')
        })
      },
    })

    const response = await failing.call('GET', '/peer/v1/broken')

    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({ status: 500, code: 'internal' })
    expect(text).not.toContain('hunter2')
    expect(failing.logLines.join('')).toContain('unhandled error')
  })

  it('asks to try again later while the database is away', async () => {
    await using cut = await openEdge()
    const { token, email } = await cut.person('researcher')
    await cut.closeDatabase()

    const answers = [
      await cut.call('GET', '/api/v1/me', { token }),
      await cut.call('POST', '/api/v1/login', { body: { email, password: PASSWORD } }),
    ]

    expect(answers.map(({ headers }) => headers.get('retry-after'))).toEqual(['5', '5'])
    expect(await Promise.all(answers.map(refusal))).toEqual([
      [503, 'not-ready'],
      [503, 'not-ready'],
    ])
  })

  it('takes a change from its own origin, and from the address it is known by', async () => {
    await using behindProxy = await openEdge({
      config: { ...EDGE_CONFIG, url: 'https://lund.example.org/' },
    })
    const { token } = await behindProxy.person('researcher')
    const cookie = `__Host-crosspanel_session=${token}`
    const logOut = (origin: string) =>
      behindProxy.call('POST', '/api/v1/logout', { headers: { cookie, origin } })

    const answers = [
      await logOut('https://lund.example.org.evil.example'),
      await logOut('http://lund.example.org'),
      await logOut('https://lund.example.org'),
    ]

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 204])
  })

  it('lets a login have no more than 16 KiB', async () => {
    const answer = await edge.call('POST', '/api/v1/login', {
      body: { email: 'x'.repeat(17 * 1024), password: 'x' },
    })

    expect(await refusal(answer)).toEqual([413, 'body-too-large'])
  })
})
