import { EXIT } from '@crosspanel/protocol/exit-codes'
import { PROBLEM_CONTENT_TYPE, type ProblemCode, problemOf } from '@crosspanel/protocol/problem'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createApi } from './api.ts'
import { submitJob } from './submit.ts'

const JOB = {
  id: '00000000-0000-4000-8000-000000000001',
  name: null,
  state: 'checking',
  stateWords: 'Checking your files',
  panelId: 'site:uct/afr',
  hostSite: 'site:uct',
  epoch: 1,
  submittedAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  endedAt: null,
  contact: null,
  isCancelRequested: false,
  progress: null,
  samples: null,
  variants: null,
}
const BODY = {
  panelId: JOB.panelId,
  fileIds: [JOB.id],
  parameters: {
    build: 'GRCh37',
    qualityControl: 'strict',
    mode: 'imputation',
    phasing: 'auto',
    minR2: 0,
    empiricalDosage: false,
  },
} as const
const api = createApi({ url: 'http://node.example', token: 'token' })

afterEach(() => vi.restoreAllMocks())

function refuse(code: ProblemCode, headers: Record<string, string> = {}): Response {
  const problem = problemOf(code)
  return Response.json(problem, {
    status: problem.status,
    headers: { 'content-type': PROBLEM_CONTENT_TYPE, ...headers },
  })
}

/** The node's answers, in order. */
function answerWith(...answers: readonly Response[]) {
  const fetched = vi.spyOn(globalThis, 'fetch')
  for (const answer of answers) fetched.mockResolvedValueOnce(answer)
  return fetched
}

function submit() {
  return submitJob(api, 'key', { ...BODY, fileIds: [...BODY.fileIds] })
}

describe('a submission', () => {
  it('waits while the same request is under way, and sends the same key again', async () => {
    const conflict = refuse('idempotency-conflict', { 'retry-after': '0' })
    const fetched = answerWith(conflict, Response.json(JOB, { status: 202 }))

    const job = await submit()

    expect(job.id).toBe(JOB.id)
    const keys = fetched.mock.calls.map(([, request]) =>
      new Headers(request?.headers).get('idempotency-key'),
    )
    expect(keys).toEqual(['key', 'key'])
  })

  it('is not repeated for any other refusal', async () => {
    const fetched = answerWith(refuse('idempotency-key-reused'))

    await expect(submit()).rejects.toMatchObject({ problemCode: 'idempotency-key-reused' })

    expect(fetched).toHaveBeenCalledTimes(1)
  })

  it('is exit code 6 when the node refuses the files', async () => {
    answerWith(refuse('input-refused'))

    await expect(submit()).rejects.toMatchObject({ exitCode: EXIT.preflightRefused })
  })

  it('does not take an answer of another shape for a job', async () => {
    answerWith(Response.json({ id: JOB.id }))

    await expect(submit()).rejects.toMatchObject({ exitCode: EXIT.failed })
  })
})
