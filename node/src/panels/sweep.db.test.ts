import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Edge, openEdge } from '../../../test/src/edge.ts'
import type { BuiltPanel } from './add-panel.ts'
import { panels, panelTasks } from './schema.ts'
import { createPanelStore } from './store.ts'
import { createPanelSweep } from './sweep.ts'
import { createPanelTaskStore } from './task-store.ts'

const ID = 'site:lund/finnish'
const DAY_MS = 86_400_000
const digestOf = (digit: string) => digit.repeat(64)
const dirOf = (version: string, digit: string) => `panels/finnish/${version}-${digit.repeat(12)}`

let edge: Edge
let dataDir: string
let inUse: string[]

beforeAll(async () => {
  edge = await openEdge({})
})
afterAll(() => edge[Symbol.asyncDispose]())
beforeEach(async () => {
  inUse = []
  dataDir = await mkdtemp(join(tmpdir(), 'crosspanel-panel-sweep-'))
})
afterEach(async () => {
  await edge.db.delete(panels)
  await edge.db.delete(panelTasks)
  await rm(dataDir, { recursive: true, force: true })
})

async function sweep(now = new Date(Date.now() + DAY_MS)): Promise<string[]> {
  return createPanelSweep({
    store: createPanelStore(edge.db),
    tasks: createPanelTaskStore(edge.db),
    digestsInUse: () => Promise.resolve(inUse),
    dataDir,
    now: () => now,
  })()
}

async function build(dir: string): Promise<void> {
  await mkdir(join(dataDir, dir), { recursive: true })
  await writeFile(join(dataDir, dir, 'chr20.msav'), 'an engine file')
}

async function publish(version: string, digit: string): Promise<void> {
  const dir = dirOf(version, digit)
  await build(dir)
  const description = {
    ...{ panelId: ID, version, title: 'Finns', build: 'GRCh37', samples: 59, populations: [] },
    chromosomes: [{ chromosome: '20', start: 1, end: 9, variants: 3 }],
    ...{ phasingEngines: [], minSamples: 1, maxSamples: 9, digest: digestOf(digit) },
  } satisfies BuiltPanel['description']
  const files = [{ name: 'chr20.msav', size: 14, sha256: digestOf('f') }]
  const built = { description, maxAlleleSwitches: 1, geneticMaps: {}, dir, files }
  await createPanelStore(edge.db).publish(built, 'members', 'node', new Date())
}

describe('directories of panels', () => {
  it('stay while the panel is published, and go when it is replaced', async () => {
    await publish('v1', 'a')
    await publish('v2', 'b')

    expect(await sweep()).toEqual([dirOf('v1', 'a')])
    expect(existsSync(join(dataDir, dirOf('v2', 'b')))).toBe(true)
    expect(existsSync(join(dataDir, dirOf('v1', 'a')))).toBe(false)
  })

  it('go when the panel is withdrawn', async () => {
    await publish('v1', 'a')
    await createPanelStore(edge.db).withdraw(ID, 'node')

    expect(await sweep()).toEqual([dirOf('v1', 'a')])
  })

  it('stay while a run uses them', async () => {
    await publish('v1', 'a')
    await publish('v2', 'b')
    inUse = [digestOf('a')]

    expect(await sweep()).toEqual([])
  })

  it('stay for an hour, since a row may follow', async () => {
    await build(dirOf('v1', 'a'))

    expect(await sweep(new Date(Date.now() + 60_000))).toEqual([])
    expect(await sweep()).toEqual([dirOf('v1', 'a')])
  })

  it('that were left half built go, but not while a panel is being built', async () => {
    await build('panels/finnish/v1.tmp')
    const tasks = createPanelTaskStore(edge.db)
    const soon = new Date(Date.now() + DAY_MS)
    const task = await tasks.start(randomUUID(), ID, soon)

    const during = await sweep(soon)
    await tasks.end(task?.id ?? '', null, soon)

    expect(during).toEqual([])
    expect(await sweep(soon)).toEqual(['panels/finnish/v1.tmp'])
  })

  it('need not be there', async () => {
    expect(await sweep()).toEqual([])
  })
})
