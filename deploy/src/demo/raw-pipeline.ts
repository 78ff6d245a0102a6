import { createHash } from 'node:crypto'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runTool, toolLines } from './run-tool.ts'

/** Positions are 1-based and inclusive. */
export interface RawChunk {
  readonly chromosome: string
  readonly start: number
  readonly end: number
}

export interface RawPipelineRequest {
  /** What the researcher has: bgzipped VCF, unphased. */
  readonly target: string
  /** What the panel's owner has: phased VCF. */
  readonly panel: string
  /** In SHAPEIT's format (`pos chr cM`, gzipped). */
  readonly geneticMap: string
  readonly phasing: 'eagle' | 'shapeit4'
  readonly chunk: RawChunk
  readonly workDir: string
}

export interface RawPipelineResult {
  readonly dose: string
  /** As typed, in order. */
  readonly commands: readonly string[]
  readonly seconds: { readonly prepare: number; readonly phase: number; readonly impute: number }
}

const PHASING_WINDOW_BP = 5_000_000

/**
 * Imputes as a geneticist does by hand, with the field's commands and nothing of Crosspanel's: what
 * comes back through the federation has to be equal to this, byte for byte.
 */
export async function runRawPipeline(request: RawPipelineRequest): Promise<RawPipelineResult> {
  const { target, panel, geneticMap, phasing, chunk, workDir } = request
  await rm(workDir, { recursive: true, force: true })
  await mkdir(workDir, { recursive: true })
  const commands: string[] = []
  const at = (name: string) => join(workDir, name)
  const type = async (...words: string[]) => {
    commands.push(words.join(' '))
    const [file = '', ...args] = words
    await runTool(file, args)
  }
  const typed = at('typed.vcf.gz')
  const reference = at('panel.bcf')
  const phased = at('phased.vcf.gz')
  const dose = at('dose.vcf.gz')

  const prepare = stopwatch()
  // Two alleles, called in nine of ten people, somebody carries the alternate allele.
  const rules = ['-m2', '-M2', '-v', 'snps', '-c', '1', '-i', 'F_MISSING<=0.1']
  await type('bcftools', 'view', ...rules, '-Oz', '-o', typed, target)
  await type('bcftools', 'index', '-t', typed)
  await type('bcftools', 'view', '-Ob', '-o', reference, panel)
  await type('bcftools', 'index', reference)
  const msav = at('panel.msav')
  commands.push(`minimac4 --compress-reference ${reference} > ${msav}`)
  await writeOutput(msav, 'minimac4', ['--compress-reference', reference])
  const maps = await convertMap(geneticMap, workDir)

  const phase = stopwatch()
  const prepareSeconds = prepare()
  await type(...phasingCommand(phasing, { typed, reference, phased, chunk, geneticMap, ...maps }))
  await type('bcftools', 'index', '-t', phased)

  const impute = stopwatch()
  const phaseSeconds = phase()
  const region = [
    '--region',
    `${chunk.chromosome}:${chunk.start}-${chunk.end}`,
    '--overlap',
    '500000',
  ]
  const rest = ['--format', 'GT,DS,GP,HDS', '--min-ratio', '0.00001', '--all-typed-sites']
  const output = ['--output', dose, '--output-format', 'vcf.gz', '--threads', '1']
  await type(
    ...['minimac4', ...region, ...rest, '--map', maps.minimacMap],
    ...[...output, msav, phased],
  )
  return {
    ...{ dose, commands },
    seconds: { prepare: prepareSeconds, phase: phaseSeconds, impute: impute() },
  }
}

interface PhasingNames {
  readonly typed: string
  readonly reference: string
  readonly phased: string
  readonly chunk: RawChunk
  readonly geneticMap: string
  readonly eagleMap: string
}

function phasingCommand(engine: RawPipelineRequest['phasing'], names: PhasingNames): string[] {
  const { typed, reference, phased, geneticMap, eagleMap } = names
  const { chromosome } = names.chunk
  const start = String(Math.max(1, names.chunk.start - PHASING_WINDOW_BP))
  const end = String(names.chunk.end + PHASING_WINDOW_BP)
  if (engine === 'eagle') {
    return [
      ...['bio-eagle', '--vcfRef', reference, '--vcfTarget', typed, '--geneticMapFile', eagleMap],
      ...['--chrom', chromosome, '--bpStart', start, '--bpEnd', end, '--numThreads', '1'],
      ...['--vcfOutFormat', 'z', '--outPrefix', phased.replace(/\.vcf\.gz$/, '')],
    ]
  }
  return [
    ...['shapeit4', '--input', typed, '--reference', reference, '--map', geneticMap],
    ...['--region', `${chromosome}:${start}-${end}`, '--thread', '1', '--seed', '15052011'],
    ...['--output', phased],
  ]
}

/** Each engine wants its own columns of the same map. */
async function convertMap(geneticMap: string, workDir: string) {
  const eagleMap = join(workDir, 'eagle.map')
  const minimacMap = join(workDir, 'minimac.map')
  const eagle = ['chr position COMBINED_rate(cM/Mb) Genetic_Map(cM)']
  const minimac = ['#chr\tpos\tcM']
  let before: { chr: string; pos: number; cM: number } | undefined
  const endRow = (rate: number) => {
    if (before === undefined) return
    eagle.push(`${before.chr} ${before.pos} ${rate.toFixed(6)} ${before.cM.toFixed(6)}`)
    minimac.push(`${before.chr}\t${before.pos}\t${before.cM.toFixed(6)}`)
  }
  for await (const line of toolLines('gzip', ['-dc', geneticMap])) {
    const [pos, chr = '', cM] = line.trim().split(/\s+/)
    if (!Number.isInteger(Number(pos))) continue
    const here = { chr, pos: Number(pos), cM: Number(cM) }
    if (before !== undefined) endRow(((here.cM - before.cM) / (here.pos - before.pos)) * 1_000_000)
    before = here
  }
  endRow(0)
  await writeFile(eagleMap, `${eagle.join('\n')}\n`)
  await writeFile(minimacMap, `${minimac.join('\n')}\n`)
  return { eagleMap, minimacMap }
}

/** minimac4 seeks in what it writes, so its output has to be a file and not a pipe. */
async function writeOutput(path: string, file: string, args: readonly string[]): Promise<void> {
  await using output = await open(path, 'w')
  const child = spawn(file, args, { stdio: ['ignore', output.fd, 'ignore'] })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${file} ended with code ${code ?? 'none'}`)
}

function stopwatch(): () => number {
  const started = performance.now()
  return () => (performance.now() - started) / 1000
}

export interface DosageComparison {
  readonly isEqual: boolean
  readonly records: number
  readonly differing: number
  /** Records that one file has more than the other. */
  readonly extraInFirst: number
  readonly extraInSecond: number
  /** CHROM:POS:REF:ALT and the column of the first difference; no genotype. */
  readonly firstDifference: string | null
  /** SHA-256 of the records' text in each file. */
  readonly digests: readonly [string, string]
}

/** Compares all records of two VCFs as text, byte for byte; the headers, which hold dates and names, are left out. */
export async function compareDosages(first: string, second: string): Promise<DosageComparison> {
  const records = (path: string) => toolLines('bcftools', ['view', '--no-version', '-H', path])
  const [a, b] = [records(first), records(second)]
  const hashes = [createHash('sha256'), createHash('sha256')] as const
  const seen = { records: 0, differing: 0, extraInFirst: 0, extraInSecond: 0 }
  let firstDifference: string | null = null
  for (;;) {
    const [x, y] = await Promise.all([a.next(), b.next()])
    if (x.done === true && y.done === true) break
    if (x.done !== true) hashes[0].update(`${x.value}\n`)
    if (y.done !== true) hashes[1].update(`${y.value}\n`)
    if (x.done === true) seen.extraInSecond++
    else if (y.done === true) seen.extraInFirst++
    else {
      seen.records++
      if (x.value === y.value) continue
      seen.differing++
    }
    firstDifference ??= describeDifference(lineOf(x), lineOf(y))
  }
  const digests = hashes.map((hash) => hash.digest('hex')) as [string, string]
  const isEqual = firstDifference === null && seen.records > 0
  return { isEqual, ...seen, firstDifference, digests }
}

const lineOf = (step: IteratorResult<string, unknown>) => (step.done === true ? '' : step.value)

const COLUMNS = ['CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT']

function describeDifference(first: string, second: string): string {
  const [a, b] = [first.split('\t'), second.split('\t')]
  const [chrom, pos, , ref, alt] = first === '' ? b : a
  const column = a.findIndex((field, i) => field !== b[i])
  const place = `${chrom}:${pos}:${ref}:${alt}`
  if (first === '' || second === '') return `${place} is in one file only`
  if (column === -1) return `${place}, number of columns`
  return `${place}, ${COLUMNS[column] ?? `person ${column - COLUMNS.length + 1}`}`
}
