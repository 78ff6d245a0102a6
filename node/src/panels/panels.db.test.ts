import type { PanelAccess, PanelList } from '@crosspanel/protocol/panel'
import type {
  AddPanel,
  OwnPanelList,
  PanelTaskList,
  PanelTaskView,
} from '@crosspanel/protocol/panel-admin'
import { fault } from '@crosspanel/protocol/faults'
import { panelStep } from '@crosspanel/protocol/panel-steps'
import { eq } from 'drizzle-orm'
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Edge, openEdge, type Person, refusal } from '../../../test/src/edge.ts'
import { createLogger } from '../logger.ts'
import { liveEvents } from '../notifications/schema.ts'
import type { KnownSite, SiteHealth } from '../peers/ports.ts'
import type { AddPanelPorts, BuiltPanel } from './add-panel.ts'
import { refuseSource } from './refusal.ts'
import { panelFiles, panels as panelRows, panelTasks } from './schema.ts'
import { createPanelService, type PanelService } from './service.ts'
import { createPanelStore } from './store.ts'
import { createPanelTaskStore } from './task-store.ts'
import { createPanelTasks } from './tasks.ts'

const PANELS = '/api/v1/panels'
const ID = 'site:lund/finnish'
const CONTENT = 'an engine file'
const DIGEST = createHash('sha256').update(CONTENT).digest('hex')

let edge: Edge
let admin: Person
let researcher: Person
let dataDir: string
let service: PanelService
let tasks: ReturnType<typeof createPanelTasks>
let sites: KnownSite[]
let health: SiteHealth[]
let build: (request: AddPanel, ports: AddPanelPorts) => Promise<BuiltPanel>
const republish = vi.fn()

/** What the builder of engine files would give, with one small file. */
async function buildQuickly(request: AddPanel, ports: AddPanelPorts): Promise<BuiltPanel> {
  ports.onProgress?.({ ...panelStep('checking', { file: 'a.vcf.gz' }), done: 1, total: 2 })
  const dir = join('panels', request.version)
  await mkdir(join(dataDir, dir), { recursive: true })
  await writeFile(join(dataDir, dir, 'chr20.msav'), CONTENT)
  const { panelId, version, title, build: genome, minSamples, maxSamples } = request
  return {
    description: {
      ...(request.terms === undefined ? {} : { terms: request.terms }),
      ...{ panelId, version, title, build: genome, minSamples, maxSamples },
      samples: 59,
      populations: [{ code: 'ALL', samples: 59 }],
      chromosomes: [{ chromosome: '20', start: 1, end: 9, variants: 3 }],
      phasingEngines: [],
      digest: createHash('sha256').update(version).digest('hex'),
    },
    maxAlleleSwitches: request.maxAlleleSwitches,
    geneticMaps: { 20: 'constant' },
    dir,
    files: [{ name: 'chr20.msav', size: CONTENT.length, sha256: DIGEST }],
  }
}

let isStuck = Promise.withResolvers<undefined>()
/** A build that goes on until it is stopped. */
const stuck = (_request: AddPanel, { signal }: AddPanelPorts): Promise<BuiltPanel> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')))
    isStuck.resolve(undefined)
  })

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'crosspanel-panels-'))
  // The service stands over the database that the edge opens.
  const late = new Proxy({}, { get: (_, verb): unknown => Reflect.get(service, verb) })
  edge = await openEdge({ panels: late as PanelService })
  admin = await edge.person('site-admin')
  researcher = await edge.person('researcher')
})
afterAll(async () => {
  await edge[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

beforeEach(() => {
  sites = []
  health = []
  build = buildQuickly
  isStuck = Promise.withResolvers()
  republish.mockClear()
  const now = () => edge.clock.now
  const log = createLogger({ siteId: 'site:lund', logLevel: 'silent' })
  tasks = createPanelTasks({
    ...{ tasks: createPanelTaskStore(edge.db), newId: randomUUID, now, log },
  })
  service = createPanelService({
    store: createPanelStore(edge.db),
    tasks,
    federation: {
      listSites: () => sites,
      listHealth: () => Promise.resolve(health),
      republish,
      fetchSketch: () => Promise.reject(new Error('no panel here publishes a sketch')),
    },
    engines: { found: {}, missing: [] },
    ...{ siteId: 'site:lund', siteName: 'Lund', dataDir, now },
    build: (request, ports) => build(request, ports),
  })
})
afterEach(async () => {
  await tasks[Symbol.asyncDispose]()
  await edge.db.delete(panelFiles)
  await edge.db.delete(panelRows)
  await edge.db.delete(panelTasks)
})

const TOLD_AT = new Date('2026-01-02T03:04:05.000Z')
const RUN_TIMES = {
  panelId: 'site:ulm/p',
  runs: 5,
  ...{ from: TOLD_AT.toISOString(), to: TOLD_AT.toISOString() },
  ...{ leastSamples: 20, mostSamples: 90, mostGenotypes: 1e6, leastRunS: 2 },
  waitS: { p50: 1, p90: 2 },
  millionGenotypesS: { p10: 1, p50: 2, p90: 3 },
}
const TOLD = {
  ...{ isReady: true, hasLiveWorker: true, queuedRuns: 3, runningRuns: 1 },
  queueMode: 'open',
  runTimes: [{ ...RUN_TIMES, panelId: 'site:ulm/other' }, RUN_TIMES],
}

function siteHealth(siteId: string, contact: SiteHealth['contact'], health: object | null) {
  return { siteId, contact, health, toldAt: health === null ? null : TOLD_AT } as SiteHealth
}

const asked = (more: Partial<AddPanel> = {}) => ({
  ...{ panelId: ID, title: 'Finns', version: 'v1', build: 'GRCh37' },
  genotypeFiles: ['/data/finns.bcf'],
  ...more,
})
const add = (more: Partial<AddPanel> = {}, { token } = admin) =>
  edge.call('POST', PANELS, { token, body: asked(more) })
const get = (path: string, { token } = admin) => edge.call('GET', PANELS + path, { token })

async function ended(taskId: string): Promise<PanelTaskView> {
  return vi.waitFor(async () => {
    const task = (await (await get(`/tasks/${taskId}`)).json()) as PanelTaskView
    if (task.state === 'running') throw new Error('the task is still running')
    return task
  })
}

async function added(more: Partial<AddPanel> = {}): Promise<PanelTaskView> {
  const response = await add(more)
  expect(response.status).toBe(202)
  return ended(((await response.json()) as PanelTaskView).taskId)
}

describe('adding a panel', () => {
  it('answers at once with a task, whose end is the published panel', async () => {
    const response = await add()

    const task = (await response.json()) as PanelTaskView
    expect(response.status).toBe(202)
    expect(response.headers.get('location')).toBe(`${PANELS}/tasks/${task.taskId}`)
    expect(task).toMatchObject({ step: 'waiting', told: { key: 'waiting' } })
    expect(await ended(task.taskId)).toMatchObject({
      ...{ state: 'done', problem: null, panelId: ID, step: 'checking a.vcf.gz' },
      told: { key: 'checking', params: { file: 'a.vcf.gz' } },
    })
    const { tasks: listed } = (await (await get('/tasks')).json()) as PanelTaskList
    expect(listed[0]).toMatchObject({ taskId: task.taskId, state: 'done' })
    const { panels } = (await (await get('/own')).json()) as OwnPanelList
    expect(panels).toMatchObject([
      {
        ...{ panelId: ID, version: 'v1', state: 'published', access: [], samples: 59 },
        geneticMaps: { 20: 'constant' },
        files: [{ name: 'chr20.msav', size: CONTENT.length, sha256: DIGEST }],
      },
    ])
  })

  it('leaves an audit row and has the descriptor signed anew', async () => {
    await added()

    expect((await edge.audit()).at(-1)).toMatchObject({
      ...{ actor: `account:${admin.id}`, action: 'panel.added', object: `panel:${ID}` },
      details: { version: 'v1', samples: 59 },
    })
    expect(republish).toHaveBeenCalledOnce()
  })

  it('serves a new version in place of the earlier one', async () => {
    await added()
    const before = await service.findServed(ID)

    await added({ version: 'v2', access: 'members' })

    const after = await service.findServed(ID)
    expect([before?.description.version, after?.description.version]).toEqual(['v1', 'v2'])
    expect(after?.access).toBe('members')
    expect(after?.files.chromosomes[0]?.msav).toBe(join(dataDir, 'panels/v2/chr20.msav'))
  })

  it('keeps the refusal of a source in the task, and publishes nothing', async () => {
    const noSamples = fault('source-no-samples', '#', { file: 'finns.bcf' })
    build = () => Promise.reject(refuseSource(noSamples))

    const task = await added()

    expect(task).toMatchObject({
      state: 'failed',
      problem: {
        ...{ code: 'panel-source-refused', detail: 'finns.bcf has no samples' },
        errors: [noSamples],
      },
    })
    expect(await service.findServed(ID)).toBeUndefined()
    expect(republish).not.toHaveBeenCalled()
  })

  it('tells nothing of a failure that is a bug', async () => {
    build = () => Promise.reject(new Error('a path and a person'))

    const { problem } = await added()

    expect(problem).toMatchObject({ code: 'internal' })
    expect(JSON.stringify(problem)).not.toContain('person')
  })

  it('is refused while the same panel is being added, and possible again afterwards', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    build = async (request, ports) => {
      await promise
      return buildQuickly(request, ports)
    }
    const first = (await (await add()).json()) as PanelTaskView

    const second = await add({ version: 'v2' })
    resolve(undefined)
    await ended(first.taskId)

    expect(await refusal(second)).toEqual([409, 'panel-exists'])
    expect(await added({ version: 'v2' })).toMatchObject({ state: 'done' })
  })

  it('is told to the open pages of administrators, step by step, also when it fails', async () => {
    build = async (request, ports) => {
      await buildQuickly(request, ports)
      throw new Error('no panel')
    }
    await edge.db.delete(liveEvents)

    await added()

    const events = await edge.db
      .select()
      .from(liveEvents)
      .where(eq(liveEvents.type, 'panel-task'))
      .orderBy(liveEvents.seq)
    const topic = 'site-admins'
    expect(events).toMatchObject([
      { topic, data: { state: 'running', step: 'waiting' } },
      { topic, data: { state: 'running', step: 'checking a.vcf.gz' } },
      { topic, data: { state: 'failed', step: 'checking a.vcf.gz' } },
    ])
    expect(events).toHaveLength(3)
  })

  it('has failed when nothing is heard of the process that did it', async () => {
    build = stuck
    const lost = (await (await add()).json()) as PanelTaskView
    await isStuck.promise
    edge.clock.now = new Date(edge.clock.now.getTime() + 61_000)

    const task = (await (await get(`/tasks/${lost.taskId}`)).json()) as PanelTaskView

    expect(task).toMatchObject({ state: 'failed', problem: { code: 'not-ready' } })
  })

  it('stops with the node', async () => {
    build = stuck
    const task = (await (await add()).json()) as PanelTaskView
    await isStuck.promise

    await tasks[Symbol.asyncDispose]()

    expect(await ended(task.taskId)).toMatchObject({
      ...{ state: 'failed', problem: { told: { key: 'not-ready.stopped' } } },
    })
  })

  it.each([
    ['a version that is served', {}, [409, 'panel-exists']],
    ["another site's id", { panelId: 'site:ulm/finnish' }, [400, 'invalid-request']],
    ['a relative path', { genotypeFiles: ['finns.bcf'] }, [400, 'invalid-request']],
    ['no file', { genotypeFiles: [] }, [400, 'invalid-request']],
    ['a version that is a path', { version: '../up' }, [400, 'invalid-request']],
    [
      'more samples at least than at most',
      { minSamples: 9, maxSamples: 8 },
      [400, 'invalid-request'],
    ],
  ] as const)('is refused with %s', async (_name, more, expected) => {
    await added()

    expect(await refusal(await add(more as Partial<AddPanel>))).toEqual(expected)
  })
})

describe('withdrawing a panel', () => {
  const withdraw = (id = ID, { token } = admin) => edge.call('DELETE', `${PANELS}/${id}`, { token })

  it('serves it no more, and can be done once', async () => {
    await added()

    const statuses = (await Promise.all([withdraw(), withdraw()])).map(({ status }) => status)

    expect(statuses.toSorted()).toEqual([204, 404])
    expect(await service.findServed(ID)).toBeUndefined()
    expect(await service.listOwn()).toEqual([])
    expect((await edge.audit()).at(-1)).toMatchObject({ action: 'panel.withdrawn' })
    expect(republish).toHaveBeenCalledTimes(2)
  })

  it('lets the same version be added again', async () => {
    await added()
    await withdraw()

    expect(await added()).toMatchObject({ state: 'done' })
  })

  it('is refused for a panel that is not there', async () => {
    expect(await refusal(await withdraw('site:lund/none'))).toEqual([404, 'panel-not-found'])
  })
})

describe("the federation's panels", () => {
  const peer = (slug: string, access: PanelAccess, status: 'active' | 'suspended' = 'active') =>
    ({
      member: { siteId: `site:${slug}`, status },
      statement: { siteName: slug.toUpperCase() },
      descriptor: {
        panels: [
          {
            ...{ panelId: `site:${slug}/p`, version: '1', title: 'P', build: 'GRCh38' },
            ...{ samples: 5, populations: [], phasingEngines: ['eagle'], digest: DIGEST },
            chromosomes: [{ chromosome: '1', start: 1, end: 2, variants: 1 }],
            ...{ minSamples: 1, maxSamples: 2, access },
          },
        ],
      },
    }) as unknown as KnownSite

  it('are those of all active members, with what is known of their hosts', async () => {
    await added()
    sites = [
      peer('ulm', 'members'),
      peer('bern', ['site:lund']),
      peer('oslo', ['site:ulm']),
      peer('rome', 'members', 'suspended'),
      { ...peer('kiev', 'members'), descriptor: undefined },
      peer('lund', 'members'),
    ]
    health = [siteHealth('site:ulm', 'late', null)]

    const { panels } = (await (await get('', researcher)).json()) as PanelList

    expect(
      panels.map(({ panelId, hostName, isOpenToUs, host }) => [
        panelId,
        hostName,
        isOpenToUs,
        host,
      ]),
    ).toEqual([
      ['site:bern/p', 'BERN', true, 'unknown'],
      [ID, 'Lund', true, 'ok'],
      ['site:oslo/p', 'OSLO', false, 'unknown'],
      ['site:ulm/p', 'ULM', true, 'late'],
    ])
    expect(JSON.stringify(panels)).not.toContain('access')
  })

  it('are shown with what their hosts told of themselves last, and when', async () => {
    await added({ terms: 'For research alone.' })
    sites = [peer('ulm', 'members'), peer('bern', 'members')]
    health = [
      siteHealth('site:ulm', 'lost', TOLD),
      siteHealth('site:bern', 'ok', { ...TOLD, runTimes: undefined, queueMode: undefined }),
      siteHealth('site:lund', 'ok', { ...TOLD, runTimes: [], queueMode: 'draining' }),
    ]

    const { panels } = (await (await get('', researcher)).json()) as PanelList

    const load = { isReady: true, hasLiveWorker: true, queuedRuns: 3, runningRuns: 1 }
    const at = TOLD_AT.toISOString()
    expect(panels.map(({ host, hostTold }) => [host, hostTold])).toEqual([
      ['ok', { at, ...load, queueMode: null, runTimes: null }],
      ['ok', { at, ...load, queueMode: 'draining', runTimes: null }],
      ['lost', { at, ...load, queueMode: 'open', runTimes: RUN_TIMES }],
    ])
    expect(panels.map(({ terms }) => terms)).toEqual([undefined, 'For research alone.', undefined])
  })

  it('say which parameters they take', async () => {
    sites = [peer('ulm', 'members')]

    const found = await get('/site:ulm/p/options', researcher)

    expect(await found.json()).toMatchObject({
      type: 'object',
      properties: { build: { const: 'GRCh38' }, minR2: { minimum: 0, maximum: 1, default: 0 } },
    })
    expect(await refusal(await get('/site:ulm/q/options'))).toEqual([404, 'panel-not-found'])
  })

  it('can be asked for one by one', async () => {
    sites = [peer('ulm', 'members')]

    const found = await get('/site:ulm/p', researcher)
    const missing = await get('/site:ulm/q', researcher)

    expect(await found.json()).toMatchObject({ panelId: 'site:ulm/p', hostSite: 'site:ulm' })
    expect(await refusal(missing)).toEqual([404, 'panel-not-found'])
    expect(await refusal(await get('/ulm/p'))).toEqual([400, 'invalid-request'])
  })
})

describe("the digests of a panel's files", () => {
  it('are right while the files are what was published', async () => {
    await added()

    expect(await service.verifyDigests(ID)).toEqual([])
  })

  it.each([
    ['altered', (path: string) => writeFile(path, 'an Engine file')],
    ['gone', (path: string) => rm(path)],
  ])('name a file that is %s', async (_name, spoil) => {
    await added()
    await spoil(join(dataDir, 'panels/v1/chr20.msav'))

    expect(await service.verifyDigests(ID)).toEqual(['chr20.msav'])
  })
})

describe('who may look after panels', () => {
  const calls = [
    ['POST', ''],
    ['GET', '/own'],
    ['GET', `/tasks/${randomUUID()}`],
    ['DELETE', `/${ID}`],
  ] as const

  it.each(calls)('refuses %s %s of a researcher', async (method, path) => {
    const body = method === 'POST' ? { body: asked() } : {}

    const response = await edge.call(method, PANELS + path, { token: researcher.token, ...body })

    expect(await refusal(response)).toEqual([403, 'forbidden'])
  })

  it.each([...calls, ['GET', ''], ['GET', `/${ID}`]] as const)(
    'refuses %s %s of nobody',
    async (method, path) => {
      const body = method === 'POST' ? { body: asked() } : {}

      const response = await edge.call(method, PANELS + path, body)

      expect(await refusal(response)).toEqual([401, 'unauthenticated'])
    },
  )

  it('knows no task that was not started', async () => {
    expect(await refusal(await get(`/tasks/${randomUUID()}`))).toEqual([
      404,
      'panel-task-not-found',
    ])
    expect(await refusal(await get('/tasks/none'))).toEqual([400, 'invalid-request'])
  })
})
