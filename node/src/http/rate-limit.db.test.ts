import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Edge,
  openEdge,
  openRateLimiter,
  type Person,
  refusal,
} from '../../../test/src/edge.ts'
import { classOf } from './rate-limit.ts'

describe('the limits of requests', () => {
  let edge: Edge
  let ada: Person
  let eve: Person
  beforeAll(async () => {
    edge = await openEdge({ rateLimiter: openRateLimiter({ read: 2, expensive: 1, address: 100 }) })
    ada = await edge.person('researcher')
    eve = await edge.person('researcher')
  })
  afterAll(() => edge[Symbol.asyncDispose]())

  it('are said in each answer, and end in a problem with Retry-After', async () => {
    const ask = () => edge.call('GET', '/api/v1/me', { token: ada.token })

    const answers = [await ask(), await ask(), await ask()]

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(answers.map(({ headers }) => headers.get('ratelimit'))).toEqual([
      '"read";r=1;t=60',
      '"read";r=0;t=60',
      '"read";r=0;t=60',
    ])
    expect(answers.map(({ headers }) => headers.get('ratelimit-policy'))).toEqual(
      Array(3).fill('"read";q=2;w=60'),
    )
    const [, , last] = answers
    if (last === undefined) throw new Error('no answer')
    expect(last.headers.get('retry-after')).toBe('60')
    expect(await refusal(last)).toEqual([429, 'rate-limited'])
  })

  it('of one account are not those of another', async () => {
    const answer = await edge.call('GET', '/api/v1/me', { token: eve.token })

    expect(answer.status).toBe(200)
  })

  it('of requests that start work are apart from those of others', async () => {
    const make = () => edge.call('POST', '/api/v1/tokens', { token: eve.token, body: {} })
    const change = () => edge.call('DELETE', '/api/v1/me/public-key', { token: eve.token })

    const statuses = [(await make()).status, (await make()).status, (await change()).status]

    expect(statuses).toEqual([400, 429, 204])
  })

  it('of an address hold before anybody is logged in, and not for probes', async () => {
    await using few = await openEdge({ rateLimiter: openRateLimiter({ address: 1 }) })
    const ask = (path: string) => few.app.request(path)

    const statuses = [
      (await ask('/api/v1/me')).status,
      (await ask('/api/v1/me')).status,
      (await ask('/peer/v1/health')).status,
      (await ask('/livez')).status,
    ]

    expect(statuses).toEqual([401, 429, 429, 200])
  })

  it('of an address are those of each address behind a proxy that is trusted', async () => {
    await using few = await openEdge({ rateLimiter: openRateLimiter({ address: 1 }) })
    const bindings = { incoming: { socket: { remoteAddress: '127.0.0.1' } } }
    const ask = async (address: string) => {
      const headers = { 'x-forwarded-for': address }
      return (await few.app.request('/api/v1/me', { headers }, bindings)).status
    }

    const statuses = [await ask('192.0.2.1'), await ask('192.0.2.2'), await ask('192.0.2.1')]

    expect(statuses).toEqual([401, 401, 429])
  })
})

describe('the class that a request counts in', () => {
  it.each([
    ['GET', '/api/v1/jobs', 'read'],
    ['POST', '/api/v1/jobs', 'expensive'],
    ['POST', '/api/v1/jobs/1/retry', 'expensive'],
    ['DELETE', '/api/v1/jobs/1', 'write'],
    ['PATCH', '/api/v1/uploads/1', 'transfer'],
    ['HEAD', '/api/v1/uploads/1', 'transfer'],
    ['GET', '/api/v1/files/1/content', 'transfer'],
    ['GET', '/api/v1/files/1', 'read'],
  ])('of %s %s is %s', (method, path, expected) => {
    expect(classOf(method, path)).toBe(expected)
  })
})
