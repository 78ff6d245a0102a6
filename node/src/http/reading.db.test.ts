import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Edge, EDGE_CONFIG, openEdge, type Person } from '../../../test/src/edge.ts'

describe('conditional GET', () => {
  let edge: Edge
  let ada: Person
  beforeAll(async () => {
    edge = await openEdge()
    ada = await edge.person('researcher')
  })
  afterAll(() => edge[Symbol.asyncDispose]())

  const read = (path: string, etag?: string | null) =>
    edge.call('GET', path, {
      token: ada.token,
      headers: etag == null ? {} : { 'if-none-match': etag },
    })

  it.each([
    '/api/v1/me',
    '/api/v1/tokens',
    '/api/v1/openapi.json',
    '/api/v1/problems',
    '/service-info',
  ])('answers 304 to who has %s already', async (path) => {
    const first = await read(path)
    const etag = first.headers.get('etag')

    const again = await read(path, etag)

    expect(etag).toMatch(/^"[\w-]{86}"$/)
    expect(first.status).toBe(200)
    expect(first.headers.get('content-type')).toBe('application/json')
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
    expect(again.headers.get('content-security-policy')).not.toBeNull()
  })

  it('answers the whole when it has changed, with another ETag', async () => {
    const before = await read('/api/v1/tokens')
    await edge.apiToken(ada, 'read')

    const after = await read('/api/v1/tokens', before.headers.get('etag'))

    expect(after.status).toBe(200)
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'))
  })

  it('keeps what one account reads apart from what others do', async () => {
    const answer = await read('/api/v1/me')

    expect(answer.headers.get('vary')).toBe('authorization, cookie')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('gives HEAD the ETag of GET', async () => {
    const [head, get] = [
      await edge.call('HEAD', '/api/v1/me', { token: ada.token }),
      await read('/api/v1/me'),
    ]

    expect([head.status, head.headers.get('etag')]).toEqual([200, get.headers.get('etag')])
  })

  it('is not for refusals', async () => {
    const answer = await edge.call('GET', '/api/v1/me')

    expect([answer.status, answer.headers.get('etag')]).toEqual([401, null])
  })
})

describe('the page that shows the API', () => {
  let edge: Edge
  beforeAll(async () => {
    edge = await openEdge()
  })
  afterAll(() => edge[Symbol.asyncDispose]())

  it('loads its scripts and styles from the node, and has none inline (CSP)', async () => {
    const page = await edge.call('GET', '/api/v1/docs')
    const html = await page.text()
    const sources = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source = '']) => source)
    const assets = await Promise.all(
      sources.map((source) =>
        edge.call('GET', new URL(source, 'http://localhost/api/v1/docs').pathname),
      ),
    )

    expect(page.headers.get('content-type')).toMatch(/^text\/html/)
    expect(html).not.toMatch(/<script>|<style>| style=| on\w+=/)
    expect(assets.map(({ status, headers }) => [status, headers.get('content-type')])).toEqual([
      [200, 'text/css'],
      [200, 'text/javascript'],
      [200, 'text/javascript'],
    ])
    const [css = '', program = '', start = ''] = await Promise.all(assets.map((one) => one.text()))
    expect(css).toContain('.swagger-ui')
    expect(program).toContain('SwaggerUIBundle')
    expect(start).toContain('"/api/v1/openapi.json"')
    expect(css).not.toMatch(/url\(["']?https?:/)
  })
})

describe('GA4GH service-info', () => {
  it.each(['/service-info', '/ga4gh/service-info/v1'])('is at %s', async (path) => {
    await using edge = await openEdge({
      config: {
        ...EDGE_CONFIG,
        url: 'https://lund.example.org/',
        contact: 'help@lund.example.org',
      },
      version: '1.2.3',
    })

    const answer = await edge.call('GET', path)

    expect(await answer.json()).toEqual({
      id: 'site:lund',
      name: 'Lund',
      type: { group: 'org.crosspanel', artifact: 'imputation-node', version: '1.0.0' },
      description: 'Imputes genotypes with the reference panels of a federation',
      organization: { name: 'Lund University', url: 'https://lund.example.org' },
      contactUrl: 'mailto:help@lund.example.org',
      documentationUrl: 'https://lund.example.org/api/v1/docs',
      version: '1.2.3',
    })
  })
})

describe('the security headers', () => {
  const secure = { ...EDGE_CONFIG, url: 'https://lund.example.org' }

  it.each([
    ['by http', EDGE_CONFIG, null],
    ['by https', secure, 'max-age=31536000'],
  ])('are complete %s', async (_, config, hsts) => {
    await using edge = await openEdge({ config })

    const { headers } = await edge.call('GET', '/api/v1/docs')

    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/default-src 'none'.*base-uri 'none'; frame-ancestors 'none'$/)
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()') as string,
    })
    expect(headers.get('strict-transport-security')).toBe(hsts)
  })
})
