import { type AddPanel, AddPanel as Request } from '@crosspanel/protocol/panel-admin'
import { panelSketchOf } from '@crosspanel/protocol/panel-sketch'
import { HASH_END } from '@crosspanel/protocol/variant-sketch'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Edge, openEdge } from '../../../test/src/edge.ts'
import type { BuiltPanel } from './add-panel.ts'
import { describeFile } from './panel-tools.ts'
import { createPanelService, type PanelService } from './service.ts'
import { SKETCH_FILE, writeSketch } from './sketch-file.ts'
import { createPanelStore } from './store.ts'

const SKETCH = { threshold: HASH_END, hashes: Float64Array.of(3, 5) }

let edge: Edge
let dataDir: string
let service: PanelService

/** A panel whose only file is its sketch. */
async function build(request: AddPanel): Promise<BuiltPanel> {
  const { panelId, version, title, build: genome, minSamples, maxSamples } = request
  const dir = join('panels', panelId.slice('site:lund/'.length))
  await mkdir(join(dataDir, dir), { recursive: true })
  await writeSketch(join(dataDir, dir), request, SKETCH)
  const file = await describeFile(join(dataDir, dir), SKETCH_FILE)
  const sketch = { sha256: file.sha256, variants: SKETCH.hashes.length }
  return {
    description: {
      ...{ panelId, version, title, build: genome, minSamples, maxSamples, samples: 59 },
      ...{ populations: [], phasingEngines: [], digest: file.sha256 },
      chromosomes: [{ chromosome: '20', start: 1, end: 9, variants: 3 }],
      ...(request.isSketchPublished ? { sketch } : {}),
    },
    ...{ maxAlleleSwitches: 0, geneticMaps: {}, dir, files: [file] },
  }
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'crosspanel-sketch-'))
  edge = await openEdge({})
  service = createPanelService({
    store: createPanelStore(edge.db),
    tasks: {} as never,
    federation: {
      ...{ listSites: () => [], listHealth: () => Promise.resolve([]), republish: () => undefined },
      fetchSketch: () => Promise.reject(new Error('every panel is here')),
    },
    engines: { found: {}, missing: [] },
    ...{ siteId: 'site:lund', siteName: 'Lund', dataDir, now: () => new Date(), build },
  })
  const add = (name: string, more: Partial<AddPanel>) => {
    const panelId = `site:lund/${name}`
    const rest = { title: name, version: '1', build: 'GRCh37', genotypeFiles: ['/data/a.bcf'] }
    const request = Request.parse({ panelId, ...rest, ...more })
    return service.addNow('node', request, { signal: AbortSignal.timeout(10_000) })
  }
  await add('some', { access: ['site:ulm'], isSketchPublished: true })
  await add('own', { access: [], isSketchPublished: true })
  await add('all', { access: 'members', isSketchPublished: true })
  await add('none', { access: 'members' })
  await add('gone', { access: 'members', isSketchPublished: true })
  await createPanelStore(edge.db).withdraw('site:lund/gone', 'node')
})
afterAll(async () => {
  await edge[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

describe('the sketch of a panel of this site', () => {
  it('is what the panel says of it, and what researchers here get', async () => {
    const view = await service.getView('site:lund/own')
    const bytes = await readFile(join(dataDir, 'panels/own', SKETCH_FILE), 'utf8')

    expect(view.sketch).toMatchObject({ variants: 2 })
    const sketch = panelSketchOf({ panelId: 'site:lund/own', version: '1' }, SKETCH)
    expect(JSON.parse(bytes)).toEqual(sketch)
    expect(await service.getSketch('site:lund/own')).toEqual(sketch)
  })

  it.each([
    ['some', 'site:ulm', true],
    ['some', 'site:ibadan', false],
    ['own', 'site:lund', true],
    ['own', 'site:ulm', false],
    ['all', 'site:ulm', true],
    ['none', 'site:ulm', false],
    ['gone', 'site:ulm', false],
    ['nowhere', 'site:ulm', false],
  ])('%s is for %s: %s', async (name, site, isGiven) => {
    const bytes = await service.readSketch(`site:lund/${name}`, site)

    expect(bytes !== undefined).toBe(isGiven)
  })

  it('is not there when its file is gone', async () => {
    await rm(join(dataDir, 'panels/all', SKETCH_FILE))

    expect(await service.readSketch('site:lund/all', 'site:ulm')).toBeUndefined()
  })

  it('is not there where none is published', async () => {
    await expect(service.getSketch('site:lund/none')).rejects.toMatchObject({
      code: 'sketch-not-found',
    })
  })
})
