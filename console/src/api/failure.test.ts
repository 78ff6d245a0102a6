import { problemOf } from '@crosspanel/protocol/problem'
import { describe, expect, it } from 'vitest'
import { asFailure, failureOf } from './failure.ts'

const problem = problemOf('rate-limited', { requestId: 'r-1' })
const PROBLEM = { 'content-type': 'application/problem+json; charset=utf-8' }

describe('a refusal', () => {
  it('carries the problem and how long to wait', async () => {
    const answer = new Response(JSON.stringify(problem), {
      status: 429,
      headers: { ...PROBLEM, 'retry-after': '7' },
    })

    const failure = await failureOf(answer)

    expect(failure).toMatchObject({ kind: 'refused', code: 'rate-limited', retryAfterS: 7 })
    expect(failure.problem?.requestId).toBe('r-1')
  })

  it.each([
    [502, '<html>', 'unreachable'],
    [504, '', 'unreachable'],
    [500, 'oops', 'refused'],
  ])('without a problem, as a proxy makes them, with %d is %s', async (status, body, kind) => {
    const failure = await failureOf(new Response(body, { status }))

    expect(failure).toMatchObject({ kind: kind === 'refused' ? 'refused' : 'unreachable', status })
  })

  it('of a node that is not ready is its word, not a dead line', async () => {
    const body = JSON.stringify(problemOf('not-ready'))

    const failure = await failureOf(new Response(body, { status: 503, headers: PROBLEM }))

    expect(failure).toMatchObject({ kind: 'refused', code: 'not-ready' })
  })

  it('with a broken problem is a refusal without one', async () => {
    const failure = await failureOf(new Response('{"code":1}', { status: 400, headers: PROBLEM }))

    expect(failure).toMatchObject({ kind: 'refused', problem: undefined })
  })
})

describe('what fetch throws', () => {
  it('is an unreachable server', () => {
    expect(asFailure(new TypeError('Failed to fetch')).kind).toBe('unreachable')
  })
})
