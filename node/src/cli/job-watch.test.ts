import { EXIT } from '@crosspanel/protocol/exit-codes'
import { PROBLEM_CONTENT_TYPE, type ProblemCode, problemOf } from '@crosspanel/protocol/problem'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApi } from './api.ts'
import { waitForJob } from './jobs.ts'

const ID = '00000000-0000-4000-8000-000000000001'
const RUNNING = {
  id: ID,
  name: null,
  state: 'running',
  stateWords: 'Imputing at the host site',
  panelId: 'site:uct/afr',
  hostSite: 'site:uct',
  epoch: 1,
  submittedAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  endedAt: null,
  contact: 'ok',
  isCancelRequested: false,
  progress: null,
  samples: null,
  variants: null,
  parameters: { build: 'GRCh37' },
  files: [],
  findings: [],
  events: [],
  results: [],
  summary: null,
}
const COMPLETED = { ...RUNNING, state: 'completed' }
const SNAPSHOT = {
  at: RUNNING.submittedAt,
  reset: false,
  account: { id: ID, role: 'researcher' },
  topics: [],
  unread: 0,
  jobs: [],
  announcements: [],
}
const api = createApi({ url: 'http://node.example', token: 'token' })

beforeEach(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true))
afterEach(() => vi.restoreAllMocks())

function refuse(code: ProblemCode): Response {
  const problem = problemOf(code)
  const headers = { 'content-type': PROBLEM_CONTENT_TYPE }
  return Response.json(problem, { status: problem.status, headers })
}

interface Node {
  /** Answers to questions for the job, in order; `unreachable` where nobody answers. */
  readonly jobs: (object | Response | 'unreachable')[]
  readonly onEvents: () => Response
  /** Called before the n-th answer, from 1 on. */
  readonly onAsked?: (times: number) => void
}

function node({ jobs, onEvents, onAsked }: Node) {
  const asked: string[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation((input) => {
    const { pathname } = new URL(input)
    if (pathname === '/api/v1/events') return Promise.resolve(onEvents())
    asked.push(pathname)
    onAsked?.(asked.length)
    const answer = jobs.shift()
    if (answer === 'unreachable') return Promise.reject(new TypeError('fetch failed'))
    return Promise.resolve(answer instanceof Response ? answer : Response.json(answer))
  })
  return asked
}

const wait = () => waitForJob(api, ID, Number.POSITIVE_INFINITY)

describe('waiting for a job', () => {
  it('asks again when the node says that something has changed, and not before', async () => {
    const stream = new TransformStream<string, string>()
    const writer = stream.writable.getWriter()
    const say = (event: string, data: object) =>
      void writer.write(`event: ${event}\nid: 1\ndata: ${JSON.stringify(data)}\n\n`)
    const asked = node({
      jobs: [RUNNING, RUNNING, COMPLETED],
      onEvents() {
        say('snapshot', SNAPSHOT)
        return new Response(stream.readable.pipeThrough(new TextEncoderStream()))
      },
      onAsked(times) {
        if (times !== 2) return
        say('patch', { type: 'job', subject: 'another', data: {} })
        say('patch', { type: 'job', subject: ID, data: { state: 'completed' } })
      },
    })

    const job = await wait()

    expect(job.state).toBe('completed')
    expect(asked).toHaveLength(3)
  })

  it('asks now and then where there are no live events', async () => {
    node({ jobs: [RUNNING, COMPLETED], onEvents: () => refuse('forbidden') })

    const job = await wait()

    expect(job.state).toBe('completed')
  })

  it('asks again when the node cannot be reached for a while', async () => {
    node({
      jobs: ['unreachable', refuse('not-ready'), COMPLETED],
      onEvents: () => refuse('not-ready'),
    })

    const job = await wait()

    expect(job.state).toBe('completed')
  })

  it('ends when the time for it is over, and leaves the job', async () => {
    node({ jobs: [RUNNING, RUNNING], onEvents: () => refuse('forbidden') })

    const waited = waitForJob(api, ID, 1)

    await expect(waited).rejects.toMatchObject({ exitCode: EXIT.waitTimedOut })
  })

  it('ends at once for a job that is not there', async () => {
    node({ jobs: [refuse('job-not-found')], onEvents: () => refuse('forbidden') })

    await expect(wait()).rejects.toMatchObject({ exitCode: EXIT.notFound })
  })

  it('leaves no listener for Ctrl-C behind', async () => {
    const before = process.listenerCount('SIGINT')
    node({ jobs: [{ ...RUNNING, state: 'failed' }], onEvents: () => refuse('forbidden') })

    await wait()

    expect(process.listenerCount('SIGINT')).toBe(before)
  })
})
