import { DomainError, PROBLEMS, type ProblemCode } from '@crosspanel/protocol/problem'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { describe, expect, it } from 'vitest'
import { createLogger } from '../logger.ts'
import type { AppEnv } from './env.ts'
import { problems } from '@crosspanel/protocol/problem-responses'
import { onError } from './problems.ts'
import { requestLog } from './request-log.ts'

function failing(error: Error) {
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  const log = createLogger({ siteId: 'site:lund', logLevel: 'info' }, destination)
  const app = new Hono<AppEnv>()
  app.onError(onError)
  app.use(requestLog({ log, newId: () => 'an-id' }))
  app.get('/', () => {
    throw error
  })
  return { app, lines }
}

describe('an error at the edge', () => {
  it('that was thrown on purpose tells its code, detail, errors and when to retry', async () => {
    const errors = [{ pointer: '#/name', detail: 'is empty' }]
    const error = new DomainError('rate-limited', 'slower, please', { errors, retryAfterS: 1.2 })

    const response = await failing(error).app.request('/')

    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('2')
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toEqual({
      type: 'https://crosspanel.org/problems/rate-limited',
      title: PROBLEMS['rate-limited'].title,
      status: 429,
      code: 'rate-limited',
      detail: 'slower, please',
      instance: '/',
      requestId: 'an-id',
      errors,
    })
  })

  it('may have a status of a protocol extension', async () => {
    const response = await failing(new DomainError('checksum-mismatch')).app.request('/')

    expect(response.status).toBe(460)
  })

  it.each([
    [400, 'malformed-json'],
    [413, 'body-too-large'],
    [415, 'media-type-unsupported'],
    [418, 'internal'],
  ] as const)("of Hono's own with status %i is %s", async (status, code) => {
    const error = new HTTPException(status)

    const response = await failing(error).app.request('/')

    expect(await response.json()).toMatchObject({ code })
  })

  it('that nobody foresaw is logged and not told', async () => {
    const { app, lines } = failing(new Error('the secret plan'))

    const response = await app.request('/')

    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({ status: 500, code: 'internal' })
    expect(text).not.toContain('secret')
    expect(lines[0]).toContain('unhandled error')
  })

  it.each([
    ['a lost connection', { code: 'ECONNREFUSED' }, 503],
    ['a serialisation failure', { code: '40001' }, 503],
    ['a unique violation', { code: '23505' }, 500],
    ['text that cannot be stored', { code: '22021' }, 400],
    ['a missing file', { code: 'ENOENT', path: '/srv/x' }, 500],
  ])('that is %s has the status %o %i', async (_, members, status) => {
    const response = await failing(Object.assign(new Error('x'), members)).app.request('/')

    expect(response.status).toBe(status)
  })
})

describe('the description of the problems of a route', () => {
  it('has one entry for codes that share a status', () => {
    const described = problems('unauthenticated', 'job-not-found', 'file-not-found')

    expect(Object.keys(described)).toEqual(['401', '404'])
    expect(described[404].description).toBe(
      '`job-not-found`: No such job; `file-not-found`: No such file',
    )
  })

  it('can name every problem there is', () => {
    const described = problems(...(Object.keys(PROBLEMS) as ProblemCode[]))

    expect(Object.keys(described).length).toBeGreaterThan(10)
  })
})
