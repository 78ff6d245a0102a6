import { fault } from '@crosspanel/protocol/faults'
import type { AddPanel } from '@crosspanel/protocol/panel-admin'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { parseGeneticMap, type GeneticMaps, type MapPoint } from './genetic-map.ts'
import type { PanelTools } from './panel-tools.ts'
import { indexPopulations, parsePopulationTable, type PopulationIndex } from './populations.ts'
import { refuseSource } from './refusal.ts'

/** A whole genome's map is 100 MB of text; a population table of a million people is less. */
const MAX_TABLE_MIB = 256
const MAX_TABLE_BYTES = MAX_TABLE_MIB * 1024 ** 2
const GZIP_MAGIC = 0x1f8b

const inflate = promisify(gunzip)

export interface PanelInput {
  readonly path: string
  /** For messages: the directory is left out. */
  readonly name: string
}

export interface PanelInputs {
  readonly inputs: readonly PanelInput[]
  readonly samples: readonly string[]
  readonly populations: PopulationIndex
  readonly maps: GeneticMaps
}

/** Reads everything but the genotypes. The people have to be the same, in one order, in every file. */
export async function readInputs(request: AddPanel, tools: PanelTools): Promise<PanelInputs> {
  const inputs = request.genotypeFiles.map((path) => ({ path, name: basename(path) }))
  for (const { path } of inputs) await requireRegularFile(path)
  const samples = await readSamples(tools, inputs)
  const table =
    request.populationFile === undefined
      ? undefined
      : parsePopulationTable(await readTable(request.populationFile))
  return {
    inputs,
    samples,
    populations: indexPopulations(samples, table),
    maps: await readMaps(request.mapFiles),
  }
}

async function readSamples(
  tools: PanelTools,
  inputs: readonly PanelInput[],
): Promise<readonly string[]> {
  let samples: readonly string[] | undefined
  for (const { path, name } of inputs) {
    const listed = await tools.text(
      'bcftools',
      ['query', '-l', path],
      fault('source-no-vcf', '#', { file: name }),
    )
    const here = listed.split('\n').filter(Boolean)
    if (here.length === 0) {
      throw refuseSource(fault('source-no-samples', '#', { file: name }))
    }
    if (samples !== undefined && here.join('\n') !== samples.join('\n')) {
      const other = inputs[0]?.name ?? ''
      throw refuseSource(fault('source-other-people', '#', { file: name, other }))
    }
    samples = here
  }
  return samples ?? []
}

async function readMaps(paths: readonly string[]): Promise<GeneticMaps> {
  const all = new Map<string, readonly MapPoint[]>()
  for (const path of paths) {
    for (const [chromosome, points] of parseGeneticMap(await readTable(path))) {
      if (all.has(chromosome)) {
        throw refuseSource(fault('source-map-twice', '#', { chromosome }))
      }
      all.set(chromosome, points)
    }
  }
  return all
}

async function readTable(path: string): Promise<string> {
  await requireRegularFile(path)
  await using file = await open(path)
  if ((await file.stat()).size > MAX_TABLE_BYTES) {
    const maxMiB = MAX_TABLE_MIB
    throw refuseSource(fault('source-table-long', '#', { file: basename(path), maxMiB }))
  }
  const bytes = await file.readFile()
  if (bytes.length < 2 || bytes.readUInt16BE(0) !== GZIP_MAGIC) return bytes.toString('utf8')
  const inflated = await inflate(bytes, { maxOutputLength: MAX_TABLE_BYTES }).catch(() => undefined)
  if (inflated === undefined) {
    throw refuseSource(fault('source-no-gzip', '#', { file: basename(path) }))
  }
  return inflated.toString('utf8')
}

async function requireRegularFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile() === true) return
  throw refuseSource(fault('source-unreadable', '#', { file: basename(path) }))
}
