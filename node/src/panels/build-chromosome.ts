import { fault } from '@crosspanel/protocol/faults'
import type { GeneticMapSource } from '@crosspanel/protocol/panel-admin'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import {
  constantMap,
  eagleMap,
  minimacMap,
  shapeitMap,
  type GeneticMaps,
  type MapPoint,
} from './genetic-map.ts'
import type { PanelTools } from './panel-tools.ts'
import { refuseSource } from './refusal.ts'
import type { ScannedChromosome } from './source-scanner.ts'

/** Names of a chromosome's files in the panel's directory. */
export function chromosomeFileNames(chromosome: string) {
  const stem = `chr${chromosome}`
  return {
    bcf: `${stem}.bcf`,
    msav: `${stem}.msav`,
    sites: `${stem}.sites.gz`,
    eagleMap: `${stem}.eagle.map.gz`,
    shapeitMap: `${stem}.gmap.gz`,
    minimacMap: `${stem}.minimac.map`,
  }
}

/** Everything that lies in the directory for a chromosome, indexes included. */
export function allFileNames(chromosome: string): string[] {
  const names = chromosomeFileNames(chromosome)
  return [...Object.values(names), `${names.bcf}.csi`, `${names.sites}.tbi`]
}

export interface ChromosomeSource extends ScannedChromosome {
  readonly path: string
  /** Other chromosomes are in the same file. */
  readonly isShared: boolean
}

/**
 * Makes the BCF (genotypes, AC and AN only, contig without prefix), its index, the `.msav` and the
 * sites file's index. The sites file itself is there already: the scan writes it.
 */
export async function buildEngineFiles(
  tools: PanelTools,
  dir: string,
  source: ChromosomeSource,
): Promise<void> {
  const names = chromosomeFileNames(source.chromosome)
  const bcf = join(dir, names.bcf)
  const rename = join(dir, `chr${source.chromosome}.rename`)
  const bare = join(dir, `chr${source.chromosome}.bare.bcf`)
  await writeFile(rename, `${source.contig}\t${source.chromosome}\n`)
  const strip = ['annotate', '--no-version', '-x', 'QUAL,FILTER,INFO,^FORMAT/GT']
  await tools.run('bcftools', [
    ...strip,
    ...['--rename-chrs', rename],
    ...(source.isShared ? ['-i', `CHROM="${source.contig}"`] : []),
    ...['-Ob', '-o', bare, source.path],
  ])
  await tools.run('bcftools', [
    ...['+fill-tags', '--no-version', bare, '-Ob', '-o', bcf],
    ...['--', '-t', 'AC,AN'],
  ])
  await rm(bare)
  await rm(rename)
  await tools.run('bcftools', ['index', '-f', bcf])
  const records = Number(await tools.text('bcftools', ['index', '-n', bcf]))
  if (records !== source.variants) {
    throw new Error(`${names.bcf} has ${records} records of ${source.variants}`)
  }
  await tools.run('minimac4', ['--compress-reference', bcf], {
    stdoutFile: join(dir, names.msav),
  })
  await tools.run('tabix', [
    ...['-f', '-s', '2', '-b', '3', '-e', '3', '-S', '1'],
    join(dir, names.sites),
  ])
}

/** Writes the map in each engine's format; says whether it was given or is the constant one. */
export async function writeMaps(
  dir: string,
  { chromosome, start, end }: ScannedChromosome,
  maps: GeneticMaps,
): Promise<GeneticMapSource> {
  const given = maps.get(chromosome)
  if (given !== undefined) requireCover(chromosome, given, start, end)
  const points = given ?? constantMap(start, end)
  const names = chromosomeFileNames(chromosome)
  await writeFile(join(dir, names.eagleMap), gzipSync(eagleMap(chromosome, points)))
  await writeFile(join(dir, names.shapeitMap), gzipSync(shapeitMap(chromosome, points)))
  await writeFile(join(dir, names.minimacMap), minimacMap(chromosome, points))
  return given === undefined ? 'constant' : 'given'
}

/** A map of other positions altogether is one of another build or region. */
function requireCover(
  chromosome: string,
  points: readonly MapPoint[],
  start: number,
  end: number,
): void {
  const first = points[0]?.position ?? 0
  const last = points.at(-1)?.position ?? 0
  if (points.length >= 2 && first <= end && last >= start) return
  throw refuseSource(fault('source-map-elsewhere', '#', { chromosome, start, end }))
}
