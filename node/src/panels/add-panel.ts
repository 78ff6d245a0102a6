import { canonicalJson } from '@crosspanel/protocol/canonical'
import { sha256Hex } from '@crosspanel/protocol/digest'
import { panelNameOf } from '@crosspanel/protocol/ids'
import type { PanelDescription, PhasingEngine } from '@crosspanel/protocol/panel'
import type { AddPanel, GeneticMapSource } from '@crosspanel/protocol/panel-admin'
import { type PanelStep, panelStep } from '@crosspanel/protocol/panel-steps'
import { createVariantSketch, type VariantSketch } from '@crosspanel/protocol/variant-sketch'
import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engines } from '../pipeline/engines.ts'
import { allFileNames, buildEngineFiles, writeMaps } from './build-chromosome.ts'
import { createPanelTools, describeFile, type PanelFile } from './panel-tools.ts'
import { readInputs } from './read-inputs.ts'
import { scanSources, SOURCES_DIR } from './scan-sources.ts'
import { SKETCH_FILE, writeSketch } from './sketch-file.ts'

export interface PanelProgress extends PanelStep {
  readonly done: number
  readonly total: number
}

export interface AddPanelPorts {
  readonly engines: Engines
  readonly dataDir: string
  readonly signal: AbortSignal
  readonly onProgress?: (progress: PanelProgress) => void
}

/** A panel that is built and lies in its directory, and is not yet known to the database. */
export interface BuiltPanel {
  readonly description: PanelDescription
  readonly maxAlleleSwitches: number
  readonly geneticMaps: Readonly<Record<string, GeneticMapSource>>
  /** Relative to the data directory. */
  readonly dir: string
  readonly files: readonly PanelFile[]
}

/** How much of its digest a panel's directory has in its name. */
export const DIGEST_DIGITS = 12

/** Scan, engine files, maps and digests of one chromosome. */
const STEPS_PER_CHROMOSOME = 3

/**
 * Checks phased genotypes and builds what the engines need of them: `.msav`, BCF, sites file and
 * maps, with a digest each. All is done beside the final directory, which appears whole or not at all.
 * Throws `panel-source-refused` with every fault of a file.
 */
export async function addPanel(request: AddPanel, ports: AddPanelPorts): Promise<BuiltPanel> {
  const name = panelNameOf(request.panelId)
  const parent = join('panels', name)
  const work = join(ports.dataDir, parent, `${request.version}.tmp`)
  await rm(work, { recursive: true, force: true })
  await mkdir(work, { recursive: true, mode: 0o700 })
  try {
    const built = await build(request, ports, work)
    const dir = join(
      parent,
      `${request.version}-${built.description.digest.slice(0, DIGEST_DIGITS)}`,
    )
    await settle(work, join(ports.dataDir, dir))
    return { ...built, dir }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function build(request: AddPanel, ports: AddPanelPorts, work: string) {
  const tools = createPanelTools(ports.engines, work, ports.signal)
  const { maps, populations, samples, inputs } = await readInputs(request, tools)
  const progress = createProgress(ports.onProgress, inputs.length)

  const sketch = request.isSketchPublished ? createVariantSketch() : undefined
  const sources = await scanSources(
    { ...{ tools, work, inputs, samples, populations }, request, onHash: sketch?.add },
    progress.next,
  )
  progress.expect(inputs.length + sources.length * STEPS_PER_CHROMOSOME)
  const geneticMaps: Record<string, GeneticMapSource> = {}
  const files: PanelFile[] = []
  for (const source of sources) {
    const { chromosome } = source
    progress.next(panelStep('engines', { chromosome }))
    await buildEngineFiles(tools, work, source)
    progress.next(panelStep('maps', { chromosome }))
    geneticMaps[chromosome] = await writeMaps(work, source, maps)
    progress.next(panelStep('digests', { chromosome }))
    for (const file of allFileNames(chromosome)) files.push(await describeFile(work, file))
  }
  const published = sketch && (await publishSketch(work, request, sketch.finish()))
  if (published) files.push(published.file)
  await rm(join(work, SOURCES_DIR), { recursive: true })
  progress.finish()

  const { panelId, version, title, build, minSamples, maxSamples, licence, terms } = request
  const description: PanelDescription = {
    ...{ panelId, version, title, build, minSamples, maxSamples },
    samples: samples.length,
    populations: populations.codes.map((code, i) => ({ code, samples: populations.sizes[i] ?? 0 })),
    chromosomes: sources.map(({ chromosome, start, end, variants }) => ({
      ...{ chromosome, start, end, variants },
    })),
    phasingEngines: phasingEnginesOf(ports.engines),
    ...(licence === undefined ? {} : { licence }),
    ...(terms === undefined ? {} : { terms }),
    digest: await panelDigest(files),
    ...(published === undefined ? {} : { sketch: published.description }),
  }
  return { description, geneticMaps, files, maxAlleleSwitches: request.maxAlleleSwitches }
}

async function publishSketch(
  work: string,
  panel: Pick<AddPanel, 'panelId' | 'version'>,
  sketch: VariantSketch,
): Promise<{ file: PanelFile; description: PanelDescription['sketch'] }> {
  await writeSketch(work, panel, sketch)
  const file = await describeFile(work, SKETCH_FILE)
  return { file, description: { sha256: file.sha256, variants: sketch.hashes.length } }
}

/** SHA-256 over the names and digests of all files, so that evidence can name exactly what was imputed against. */
export function panelDigest(files: readonly PanelFile[]): Promise<string> {
  const entries = files.map(({ name, sha256 }) => [name, sha256] as const)
  return sha256Hex(canonicalJson(Object.fromEntries(entries)))
}

export function phasingEnginesOf(engines: Engines): PhasingEngine[] {
  return (['eagle', 'shapeit4'] as const).filter((name) => engines.found[name] !== undefined)
}

/** The directory's name holds the digest: one that is there already has the same files. */
async function settle(work: string, dir: string): Promise<void> {
  if (existsSync(dir)) return
  await syncDirectory(work)
  await rename(work, dir)
  await syncDirectory(join(dir, '..'))
}

async function syncDirectory(path: string): Promise<void> {
  await using directory = await open(path)
  await directory.sync()
}

function createProgress(onProgress: AddPanelPorts['onProgress'], inputs: number) {
  let done = -1
  let total = inputs * (1 + STEPS_PER_CHROMOSOME)
  const report = (step: PanelStep) => onProgress?.({ ...step, done: Math.max(done, 0), total })
  return {
    expect: (steps: number) => {
      total = steps
    },
    next: (step: PanelStep) => {
      done++
      report(step)
    },
    finish: () => {
      done = total
      report(panelStep('done'))
    },
  }
}
