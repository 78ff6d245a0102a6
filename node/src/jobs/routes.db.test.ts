import { randomUUID } from 'node:crypto'
import {
  type JobDetail,
  JobList,
  JobView,
  type ResultFile,
  type SubmitJob,
} from '@crosspanel/protocol/job'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Edge, openEdge, type Person, refusal } from '../../../test/src/edge.ts'
import {
  HOST,
  type JobsHarness,
  openJobsHarness,
  PANEL,
  PANEL_ID,
  SAMPLE_IDS,
  submission,
  type World,
} from '../../../test/src/jobs-harness.ts'

const PATH = '/api/v1/jobs'

let harness: JobsHarness
let edge: Edge
let alice: Person
let bob: Person

beforeAll(async () => {
  harness = await openJobsHarness()
  edge = await openEdge({ jobs: harness.home.jobs.service })
  alice = await edge.person('researcher')
  bob = await edge.person('researcher')
  for (const { id } of [alice, bob]) await harness.addAccount(id)
})
afterEach(() => harness.reset())
afterAll(async () => {
  await edge[Symbol.asyncDispose]()
  await harness[Symbol.asyncDispose]()
})

const call = (method: string, path: string, who = alice) =>
  edge.call(method, `${PATH}${path}`, { token: who.token })

function post(body: unknown, key: string = randomUUID(), who = alice): Promise<Response> {
  const headers = { 'idempotency-key': key }
  return edge.call('POST', PATH, { token: who.token, body, headers })
}

async function submitted(more: Partial<SubmitJob> = {}): Promise<JobView> {
  return (await (await post(submission(more))).json()) as JobView
}

describe('submitJob', () => {
  it('answers 202 with the job and where it is', async () => {
    const res = await post(submission({ name: 'my cohort' }))

    const job = (await res.json()) as JobView
    expect(res.status).toBe(202)
    expect(res.headers.get('location')).toBe(`${PATH}/${job.id}`)
    expect(job).toMatchObject({ state: 'checking', name: 'my cohort', hostSite: HOST, epoch: 1 })
  })

  it('answers the same job to a repetition', async () => {
    const input = submission()

    const [first, second] = [
      await post(input, 'one-and-the-same'),
      await post(input, 'one-and-the-same'),
    ]

    expect(await second.json()).toEqual(await first.json())
  })

  it.each<[string, (world: World) => void, [number, string]]>([
    ['a panel that nobody serves', (w) => (w.host = undefined), [422, 'panel-unavailable']],
    [
      'a panel that is not open to this site',
      (w) => setPanel(w, { ...PANEL, access: ['site:ibadan'] }),
      [422, 'panel-access-denied'],
    ],
    [
      'a host that is suspended',
      (w) => Object.assign(w, { host: { ...w.host, member: { status: 'suspended' } } }),
      [422, 'site-unavailable'],
    ],
    [
      'a federation whose document has expired',
      (w) => (w.isFederationOpen = false),
      [422, 'federation-expired'],
    ],
  ])('refuses %s', async (_, change, expected) => {
    change(harness.world)

    expect(await refusal(await post(submission()))).toEqual(expected)
  })

  it.each<[string, Partial<SubmitJob['parameters']>, string]>([
    ['another build', { build: 'GRCh37' }, '#/parameters/build'],
    ['a population that the panel has not', { population: 'EUR' }, '#/parameters/population'],
    ['an engine that the host has not', { phasing: 'shapeit4' }, '#/parameters/phasing'],
  ])('refuses %s and points at it', async (_, parameters, pointer) => {
    const input = submission()

    const res = await post({ ...input, parameters: { ...input.parameters, ...parameters } })

    const body = (await res.json()) as { code: string; errors: { pointer: string }[] }
    expect(body).toMatchObject({ code: 'invalid-request', errors: [{ pointer }] })
  })

  it('refuses a file that the account has not', async () => {
    const input = submission()
    harness.world.missingFiles.add(input.fileIds[0]!)

    expect(await refusal(await post(input))).toEqual([404, 'file-not-found'])
  })

  it('refuses a file that is deleted at the same moment, and makes no job', async () => {
    const input = submission({ name: 'too late' })
    harness.world.filesDeletedMeanwhile.add(input.fileIds[0]!)

    const answer = await refusal(await post(input))

    const { jobs } = (await (await call('GET', '?name=too+late')).json()) as JobList
    expect([answer, jobs]).toEqual([[404, 'file-not-found'], []])
  })

  it('refuses a file whose upload is not complete', async () => {
    const input = submission()
    harness.world.incompleteFiles.add(input.fileIds[0]!)

    expect(await refusal(await post(input))).toEqual([409, 'upload-incomplete'])
  })

  it('refuses a file that is named twice', async () => {
    const fileId = randomUUID()

    const res = await post(submission({ fileIds: [fileId, fileId] }))

    expect(await refusal(res)).toEqual([400, 'invalid-request'])
  })

  it('refuses a request without a key', async () => {
    const res = await edge.call('POST', PATH, { token: alice.token, body: submission() })

    expect(await refusal(res)).toEqual([400, 'idempotency-key-missing'])
  })

  it('refuses another request under a used key', async () => {
    await post(submission(), 'one-and-the-same-2')

    expect(await refusal(await post(submission(), 'one-and-the-same-2'))).toEqual([
      422,
      'idempotency-key-reused',
    ])
  })

  it('refuses a body that is not a submission', async () => {
    expect(await refusal(await post({ panelId: 'x' }))).toEqual([400, 'invalid-request'])
  })
})

describe('listJobs', () => {
  it('pages from the latest to the first, each job once', async () => {
    const ids: string[] = []
    for (let count = 0; count < 5; count += 1) {
      ids.push((await submitted()).id)
      harness.world.now = new Date(harness.world.now.getTime() + count * 500)
    }

    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query = cursor === '' ? '' : `&cursor=${cursor}`
      const page = (await (await call('GET', `?limit=2${query}`)).json()) as JobList
      seen.push(...page.jobs.map(({ id }) => id))
      cursor = page.next
    }

    expect(seen.toSorted()).toEqual(ids.toSorted())
    expect(seen[0]).toBe(ids[4])
  })

  it('tells of each job what its own page tells', async () => {
    await submitted({ name: 'done' })
    await harness.settle()
    const { id: atWork } = await submitted()
    await harness.home.sql`
      update jobs set state = 'running', phase = 'imputing', chunks_done = 1, chunks_total = 4,
        heard_at = submitted_at - interval '200.5 s', is_cancel_requested = true where id = ${atWork}`
    await submitted()

    const page: unknown = await (await call('GET', '')).json()

    const { jobs } = JobList.parse(page)
    const own = await Promise.all(
      jobs.map(async ({ id }) => JobView.parse(await (await call('GET', `/${id}`)).json())),
    )
    expect(page).toEqual({ jobs: own, next: null })
    expect(new Set(jobs.map(({ state, contact }) => `${state} ${contact ?? ''}`))).toEqual(
      new Set(['completed ', 'running late', 'checking ']),
    )
  })

  it('keeps to a state and a panel', async () => {
    const { id } = await submitted()
    await submitted()
    await call('DELETE', `/${id}`)
    const list = async (query: string) =>
      ((await (await call('GET', query)).json()) as JobList).jobs.map((job) => job.id)

    expect(await list('?state=cancelled')).toEqual([id])
    expect(await list(`?panelId=${encodeURIComponent(PANEL_ID)}`)).toHaveLength(2)
    expect(await list('?panelId=site:ibadan/other')).toEqual([])
  })

  it('shows an account its own jobs only', async () => {
    await submitted()

    const { jobs } = (await (await call('GET', '', bob)).json()) as JobList

    expect(jobs).toEqual([])
  })

  it.each(['?cursor=nonsense', '?limit=0', '?limit=201', '?state=lost', '?stat=failed'])(
    'refuses %s',
    async (query) => {
      expect(await refusal(await call('GET', query))).toEqual([400, 'invalid-request'])
    },
  )
})

describe('getJob', () => {
  it('answers the job with its parameters, files, events and results', async () => {
    const { id } = await submitted()
    await harness.settle()

    const job = (await (await call('GET', `/${id}`)).json()) as JobDetail

    expect(job).toMatchObject({ state: 'completed', parameters: { build: 'GRCh38' } })
    expect(job.files).toMatchObject([{ name: 'cohort.vcf.gz' }])
    expect(new Set(job.events.map(({ site }) => site)).size).toBe(2)
    expect(job.results).toHaveLength(1)
  })
})

describe('cancelJob', () => {
  it('answers 202 to one of two at once and 409 to the other', async () => {
    const { id } = await submitted()

    const answers = await Promise.all([call('DELETE', `/${id}`), call('DELETE', `/${id}`)])

    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409])
  })

  it('answers job-state-conflict once the job has ended', async () => {
    const { id } = await submitted()
    await harness.settle()

    expect(await refusal(await call('DELETE', `/${id}`))).toEqual([409, 'job-state-conflict'])
  })
})

describe('retryJob', () => {
  async function rejected(): Promise<string> {
    harness.world.served = undefined
    const { id } = await submitted()
    await harness.settle()
    return id
  }

  it('answers 202 with the job under its next epoch', async () => {
    const id = await rejected()

    const res = await call('POST', `/${id}/retry`)

    expect(res.status).toBe(202)
    expect(await res.json()).toMatchObject({ id, state: 'checking', epoch: 2 })
  })

  it('answers job-state-conflict for a job that is under way', async () => {
    const { id } = await submitted()

    expect(await refusal(await call('POST', `/${id}/retry`))).toEqual([409, 'job-state-conflict'])
  })

  it.each<[string, (world: World) => void, [number, string]]>([
    ['the panel is gone', (w) => (w.host = undefined), [422, 'panel-unavailable']],
    [
      'the site may not use it',
      (w) => setPanel(w, { ...PANEL, access: [] }),
      [422, 'panel-access-denied'],
    ],
    [
      'the host is revoked',
      (w) => Object.assign(w, { host: { ...w.host, member: { status: 'revoked' } } }),
      [422, 'site-unavailable'],
    ],
    ['the federation is closed', (w) => (w.isFederationOpen = false), [422, 'federation-expired']],
  ])('is refused when %s', async (_, change, expected) => {
    const id = await rejected()
    change(harness.world)

    expect(await refusal(await call('POST', `/${id}/retry`))).toEqual(expected)
  })

  it('is refused when a file was deleted', async () => {
    const id = await rejected()
    const job = (await (await call('GET', `/${id}`)).json()) as JobDetail
    harness.world.missingFiles.add(job.files[0]!.fileId)

    expect(await refusal(await call('POST', `/${id}/retry`))).toEqual([404, 'file-not-found'])
  })
})

describe('listJobResults', () => {
  it('answers the files of the accepted result', async () => {
    const { id } = await submitted()
    await harness.settle()

    const { results } = (await (await call('GET', `/${id}/results`)).json()) as {
      results: ResultFile[]
    }

    expect(results).toMatchObject([{ name: 'chr20.dose.vcf.gz', encryptedFor: 'site' }])
  })

  it('answers result-not-ready before there is one', async () => {
    const { id } = await submitted()

    expect(await refusal(await call('GET', `/${id}/results`))).toEqual([409, 'result-not-ready'])
  })
})

describe('listJobSamples', () => {
  it('answers the sample ids in the order of the job-local ones', async () => {
    const { id } = await submitted()
    await harness.settle()

    const res = await call('GET', `/${id}/samples`)

    expect(await res.json()).toEqual({ sampleIds: SAMPLE_IDS })
  })
})

const OPERATIONS = [
  ['GET', ''],
  ['DELETE', ''],
  ['POST', '/retry'],
  ['GET', '/results'],
  ['GET', '/samples'],
] as const

describe('a job of another account', () => {
  it.each(OPERATIONS)('does not exist for %s %s', async (method, suffix) => {
    const { id } = await submitted()

    const answer = await refusal(await call(method, `/${id}${suffix}`, bob))

    expect(answer).toEqual([404, 'job-not-found'])
  })
})

describe('a job id', () => {
  it.each(OPERATIONS)('has to be a UUID for %s %s', async (method, suffix) => {
    const answer = await refusal(await call(method, `/nonsense${suffix}`))

    expect(answer).toEqual([400, 'invalid-request'])
  })
})

describe('without a login', () => {
  it.each([['POST', ''], ['GET', ''], ...OPERATIONS.map(([m, s]) => [m, `/${randomUUID()}${s}`])])(
    '%s %s answers unauthenticated',
    async (method, suffix) => {
      const res = await edge.call(method, `${PATH}${suffix}`, {
        ...(method === 'POST' ? { body: {} } : {}),
      })

      expect(await refusal(res)).toEqual([401, 'unauthenticated'])
    },
  )
})

describe('an API token that may only read', () => {
  it.each([
    ['POST', ''],
    ['DELETE', `/${randomUUID()}`],
    ['POST', `/${randomUUID()}/retry`],
  ])('may not %s %s', async (method, suffix) => {
    const token = await edge.apiToken(alice, 'read')

    const res = await edge.call(method, `${PATH}${suffix}`, {
      token,
      ...(method === 'POST' ? { body: {} } : {}),
    })

    expect(await refusal(res)).toEqual([403, 'forbidden'])
  })
})

function setPanel(world: World, panel: typeof PANEL): void {
  Object.assign(world, { host: { ...world.host, descriptor: { panels: [panel] } } })
}
