import { readdir, readFile } from 'node:fs/promises'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { crosspanel, type Service } from '@crosspanel/deploy/demo/commands'
import { type DemoData, makeDemoData } from '@crosspanel/deploy/demo/data'
import {
  addResearcher,
  createRegistry,
  createSite,
  type DemoSite,
  joinSite,
  type Person,
  setUpRegistry,
  setUpSite,
  startRegistry,
  startSite,
} from '@crosspanel/deploy/demo/federation'
import { addDemoPanel } from '@crosspanel/deploy/demo/imputation'
import { type DemoSitePlan, SITES } from '@crosspanel/deploy/demo/plan'
import { findLeaks } from '@crosspanel/deploy/demo/privacy'
import { sampleIdsOf } from '@crosspanel/deploy/demo/samples'
import { JobDetail } from '@crosspanel/protocol/job'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const POLL_MS = 100
const PANELS_DEADLINE_MS = 60_000

let stack: AsyncDisposableStack
let data: DemoData
let registryService: Service
let researcher: Person
let panelId: string
const sites = new Map<string, DemoSite>()
const services = new Map<string, Service>()
let registryLog = ''

beforeAll(async () => {
  await using building = new AsyncDisposableStack()
  const root = await mkdtemp(join(tmpdir(), 'crosspanel-e2e-'))
  building.defer(() => rm(root, { recursive: true, force: true }))
  data = await makeDemoData(join(root, 'data'))
  const registry = await createRegistry(root, 0)
  registryLog = registry.logFile
  registryService = building.use(await startRegistry(registry))
  await setUpRegistry(registry)
  for (const slug of ['cape-town', 'lund']) {
    const site = await createSite(root, { ...planOf(slug), port: 0 })
    services.set(slug, await joinSite(registry, site))
    building.defer(() => services.get(slug)?.[Symbol.asyncDispose]())
    await setUpSite(site)
    sites.set(slug, site)
  }
  panelId = await addDemoPanel(requireSite('cape-town'), planOf('cape-town'), data)
  researcher = await addResearcher(root, requireSite('lund'))
  await crosspanel(['keys', 'create', '--no-passphrase'], researcher)
  await until('the panel is seen at home', PANELS_DEADLINE_MS, async () =>
    (await crosspanel(['panels', '--json'], researcher)).includes(panelId),
  )
  stack = building.move()
})
afterAll(() => stack.disposeAsync())

function planOf(slug: string): DemoSitePlan {
  const plan = SITES.find((site) => site.slug === slug)
  if (plan === undefined) throw new Error(`no plan for ${slug}`)
  return plan
}

function requireSite(slug: string): DemoSite {
  const site = sites.get(slug)
  if (site === undefined) throw new Error(`no site ${slug}`)
  return site
}

async function until(what: string, deadlineMs: number, isTrue: () => Promise<boolean>) {
  const deadline = performance.now() + deadlineMs
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`)
    await delay(POLL_MS)
  }
}

async function submit(): Promise<string> {
  return crosspanel(['impute', data.target, '--panel', panelId], researcher)
}

async function readJob(id: string): Promise<JobDetail> {
  return JobDetail.parse(JSON.parse(await crosspanel(['job', 'show', id, '--json'], researcher)))
}

async function watch(id: string): Promise<JobDetail> {
  const answer = await crosspanel(['job', 'watch', id, '--json', '--timeout', '240'], researcher)
  return JobDetail.parse(JSON.parse(answer))
}

/** Processes that work on a site's runs: the engines. */
async function enginesOf(slug: string): Promise<number[]> {
  const runs = join(requireSite(slug).dir, 'runs')
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  )
  return pids.filter((_, index) => lines[index]?.includes(runs)).map(Number)
}

async function kill(slug: string): Promise<void> {
  const service = services.get(slug)
  if (service === undefined) throw new Error(`${slug} does not run`)
  process.kill(service.pid, 'SIGKILL')
  await service.ended
}

async function restart(slug: string): Promise<void> {
  services.set(slug, await startSite(requireSite(slug)))
}

describe('a federation of real processes', () => {
  it('completes a job whose host is killed while its engines run, without help', async () => {
    const id = await submit()
    await until('an engine runs', 120_000, async () => (await enginesOf('cape-town')).length > 0)

    await kill('cape-town')

    await until('the engines have died with their node', 10_000, async () => {
      return (await enginesOf('cape-town')).length === 0
    })
    await restart('cape-town')
    const job = await watch(id)
    expect(job.state).toBe('completed')
    expect(job.events.filter(({ to }) => to === 'completed')).toHaveLength(1)
  })

  it('completes a job whose home node is killed while the host works', async () => {
    const id = await submit()
    await until('an engine runs', 120_000, async () => (await enginesOf('cape-town')).length > 0)

    await kill('lund')

    await restart('lund')
    const job = await watch(id)
    expect(job.state).toBe('completed')
    expect(job.events.filter(({ to }) => to === 'completed')).toHaveLength(1)
  })

  it('stops the engines at the host when the researcher cancels', async () => {
    const id = await submit()
    await until('an engine runs', 120_000, async () => (await enginesOf('cape-town')).length > 0)

    await crosspanel(['job', 'cancel', id], researcher)

    await until('the engines have stopped', 10_000, async () => {
      return (await enginesOf('cape-town')).length === 0
    })
    await until('the job is cancelled', 30_000, async () => {
      return (await readJob(id)).state === 'cancelled'
    })
    expect((await readJob(id)).results).toEqual([])
  })

  it('takes and completes a new job with the registry gone', async () => {
    await registryService[Symbol.asyncDispose]()

    const id = await submit()

    expect((await watch(id)).state).toBe('completed')
  })

  it('has written no sample id and no genotype to any log', async () => {
    const logs = [registryLog, ...[...sites.values()].map(({ logFile }) => logFile)]
    const files = [data.target, data.panels.finnish.vcf]

    const leaks = await findLeaks(logs, {
      'sample id': (await Promise.all(files.map(sampleIdsOf))).flat(),
    })

    expect(leaks).toEqual([])
  })
})
