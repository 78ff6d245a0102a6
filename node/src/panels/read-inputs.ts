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
      `${name} is not a VCF or BCF, or names a person twice`,
    )
    const here = listed.split('\n').filter(Boolean)
    if (here.length === 0) {
      throw refuseSource(`${name} has no samples`, 'give a VCF or BCF with phased genotypes')
    }
    if (samples !== undefined && here.join('\n') !== samples.join('\n')) {
      throw refuseSource(
        `${name} has other people, or another order, than ${inputs[0]?.name ?? ''}`,
        `bcftools query -l ${inputs[0]?.name ?? ''} > people && bcftools view -S people ${name} -Ob -o ordered.bcf`,
      )
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
        throw refuseSource(
          `there are two genetic maps of chromosome ${chromosome}`,
          'give one map for each chromosome',
        )
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
    throw refuseSource(
      `${basename(path)} is longer than ${MAX_TABLE_MIB} MiB`,
      'give a genetic map or a population table, not genotypes',
    )
  }
  const bytes = await file.readFile()
  if (bytes.length < 2 || bytes.readUInt16BE(0) !== GZIP_MAGIC) return bytes.toString('utf8')
  const inflated = await inflate(bytes, { maxOutputLength: MAX_TABLE_BYTES }).catch(() => undefined)
  if (inflated === undefined) {
    throw refuseSource(`${basename(path)} is not whole gzip`, `see what \`gzip -t\` says of it`)
  }
  return inflated.toString('utf8')
}

async function requireRegularFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile() === true) return
  throw refuseSource(
    `${basename(path)} is not a file that the node can read`,
    "copy it to the node's machine and make it readable for the node's user",
  )
}
