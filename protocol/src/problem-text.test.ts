import { describe, expect, it } from 'vitest'
import { EXIT } from './exit-codes.ts'
import { PROBLEM_CONTENT_TYPE, problemOf } from './problem.ts'
import { problemText, refusalOf } from './problem-text.ts'

function answer(body: unknown, status: number, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': PROBLEM_CONTENT_TYPE, ...headers },
  })
}

describe('the text of a problem', () => {
  it('says what is wrong, where, how to mend it, and what to quote', () => {
    const problem = problemOf('invalid-request', {
      detail: 'the panel cannot serve these parameters',
      requestId: 'r-1',
      errors: [
        { pointer: '#/phasing', detail: 'the host has no eagle', fix: 'take auto' },
        { pointer: '#/minR2', detail: 'is too large' },
      ],
    })

    const text = problemText(problem)

    expect(text.split('\n')).toEqual([
      'The request does not match its schema: the panel cannot serve these parameters',
      '  #/phasing: the host has no eagle (take auto)',
      '  #/minR2: is too large',
      '  [invalid-request, request r-1]',
    ])
  })

  it('does not repeat a detail that is the title', () => {
    const text = problemText(problemOf('job-not-found', { detail: 'No such job' }))

    expect(text).toBe(
      'No such job\n  Look for it in the list of jobs: it may be of another account.\n  [job-not-found]',
    )
  })

  it('does not repeat a detail that an error has with its fix', () => {
    const errors = [{ pointer: '#/url', detail: 'Port 1 is not called.', fix: 'Use 443.' }]
    const problem = problemOf('webhook-url-refused', { detail: 'Port 1 is not called.', errors })

    expect(problemText(problem).split('\n').slice(0, 2)).toEqual([
      problem.title,
      '  #/url: Port 1 is not called. (Use 443.)',
    ])
  })
})

describe('the text of a problem of no one place in the request', () => {
  it('says once what was seen, and how to mend it', () => {
    const errors = [{ pointer: '', detail: 'the store is empty', fix: 'Mount it.' }]
    const detail = 'The store is empty. Nothing is lost.'

    expect(problemText(problemOf('storage-unavailable', { detail, errors })).split('\n')).toEqual([
      'The place where this site keeps files cannot be used at the moment: The store is empty. Nothing is lost.',
      '  Mount it.',
      '  [storage-unavailable]',
    ])
  })
})

describe('the error of a refused request', () => {
  it('carries the problem code and after how many seconds to ask again', async () => {
    const body = problemOf('rate-limited')

    const error = await refusalOf(answer(body, 429, { 'retry-after': '7' }), 'the node')

    expect(error).toMatchObject({
      exitCode: EXIT.rateLimited,
      problemCode: 'rate-limited',
      retryAfterS: 7,
    })
    expect(error.message).toContain('try again in 7 seconds')
  })

  it('says after how many seconds a server that is not ready may be asked again', async () => {
    const refused = answer(problemOf('not-ready'), 503, { 'retry-after': '5' })

    const error = await refusalOf(refused, 'the node')

    expect(error).toMatchObject({ exitCode: EXIT.failed, problemCode: 'not-ready' })
    expect(error.message).toContain('try again in 5 seconds')
  })

  it('names the status of an answer that is no problem', async () => {
    const page = new Response('<html>', { status: 502, headers: { 'content-type': 'text/html' } })

    const error = await refusalOf(page, 'the node')

    expect(error).toMatchObject({
      message: 'the node answered with status 502',
      exitCode: EXIT.unreachable,
    })
  })

  it('takes a problem that is damaged for no problem', async () => {
    const damaged = new Response('{', {
      status: 404,
      headers: { 'content-type': PROBLEM_CONTENT_TYPE },
    })

    const error = await refusalOf(damaged, 'the registry')

    expect(error.message).toBe('the registry answered with status 404')
  })
})
