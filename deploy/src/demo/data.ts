import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runTool, toolLines } from './run-tool.ts'
import { chooseTypedSites, unphasedRecord, type Site } from './array-density.ts'

/** Debian's package `shapeit4` brings 503 people of the 1000 Genomes Project, chromosome 20, 1 to 4 Mb. */
export const EXAMPLES_DIR = '/usr/share/doc/shapeit4/examples/test'
const SOURCES = ['reference.vcf.gz', 'unphased.vcf.gz'] as const
const MAP = 'chr20.b37.gmap.gz'
const POPULATIONS = fileURLToPath(new URL('populations.tsv', import.meta.url))

/** Finns who are in no panel: the researcher's people. */
const TARGETS = { population: 'FIN', people: 40 } as const

/** Two panels of which the smaller one suits the targets, and a third for the third site. */
export const DEMO_PANELS = {
  finnish: ['FIN'],
  'north-western': ['CEU', 'GBR'],
  southern: ['IBS', 'TSI'],
} as const
export type DemoPanelKey = keyof typeof DEMO_PANELS

export interface DemoPanel {
  /** Phased genotypes with an index. */
  readonly vcf: string
  /** `sample population`, of the panel's people alone. */
  readonly populationFile: string
  readonly populations: readonly string[]
  readonly people: number
}

export interface DemoData {
  readonly build: 'GRCh37'
  readonly chromosome: '20'
  readonly panels: Readonly<Record<DemoPanelKey, DemoPanel>>
  /** Genetic map of the chromosome in SHAPEIT's format. */
  readonly geneticMap: string
  /** Unphased, at the density of an array, 0.5 % missing; people who are in no panel. */
  readonly target: string
  /** The same people in the same order at every site; INFO/AF is the frequency in all people of the example. */
  readonly truth: string
  readonly targetPeople: number
  readonly targetPopulation: typeof TARGETS.population
  readonly typedSites: number
  readonly suits: DemoPanelKey
  readonly doesNotSuit: DemoPanelKey
}

/** Raised when what is written changes, so that an older directory is made anew. */
const FORMAT = 1

/**
 * Makes the demo's panels, targets and truth from Debian's `shapeit4` examples, the same bytes
 * each time; a directory that holds them already is used as it is. Takes about 5 s.
 */
export async function makeDemoData(dir: string): Promise<DemoData> {
  const marker = join(dir, 'made.json')
  const key = await sourceKey()
  const made = await readFile(marker, 'utf8').catch(() => undefined)
  if (made !== undefined) {
    const found = JSON.parse(made) as { key: string; data: DemoData }
    if (found.key === key) return found.data
  }
  await rm(dir, { recursive: true, force: true })
  await mkdir(dir, { recursive: true })
  const data = await make(dir)
  await writeFile(marker, JSON.stringify({ key, data }))
  return data
}

async function make(dir: string): Promise<DemoData> {
  const scratch = join(dir, 'scratch')
  await mkdir(scratch)
  const all = await mergeSources(scratch)
  const people = await readPeople()
  const inPopulation = people.filter(({ population }) => population === TARGETS.population)
  const targets = inPopulation.slice(0, TARGETS.people).map(({ sample }) => sample)
  const isTarget = new Set(targets)

  const panels = {} as Record<DemoPanelKey, DemoPanel>
  for (const [key, populations] of entriesOf(DEMO_PANELS)) {
    const codes: readonly string[] = populations
    const members = people.filter(
      ({ sample, population }) => codes.includes(population) && !isTarget.has(sample),
    )
    panels[key] = await makePanel(dir, all, key, members, populations)
  }
  const typed = chooseTypedSites(await readSites(all))
  const truth = join(dir, 'truth.vcf.gz')
  await subset(all, targets, truth, [])
  const target = join(dir, 'target.vcf.gz')
  await makeTarget(truth, typed, target)
  await rm(scratch, { recursive: true })
  return {
    build: 'GRCh37',
    chromosome: '20',
    ...{ panels, target, truth },
    geneticMap: join(EXAMPLES_DIR, MAP),
    targetPeople: targets.length,
    targetPopulation: TARGETS.population,
    typedSites: typed.length,
    suits: 'finnish',
    doesNotSuit: 'southern',
  }
}

/** Everybody at every site, with the frequency in everybody. NA12878 is left out: her genotypes are not phased. */
async function mergeSources(dir: string): Promise<string> {
  const [merged, bare, phased, all] = ['merged', 'bare', 'phased', 'all'].map((name) =>
    join(dir, `${name}.bcf`),
  ) as [string, string, string, string]
  const sources = SOURCES.map((name) => join(EXAMPLES_DIR, name))
  await runTool('bcftools', [
    'merge',
    '--no-version',
    '-m',
    'none',
    '-Ob',
    '-o',
    merged,
    ...sources,
  ])
  const strip = ['annotate', '--no-version', '-x', 'QUAL,FILTER,INFO,^FORMAT/GT']
  await runTool('bcftools', [...strip, '-Ob', '-o', bare, merged])
  const people = join(dir, 'people.txt')
  await writeFile(people, (await readPeople()).map(({ sample }) => `${sample}\n`).join(''))
  await subset(bare, people, phased, [])
  const tags = ['--', '-t', 'AF,AC,AN']
  await runTool('bcftools', ['+fill-tags', '--no-version', phased, '-Ob', '-o', all, ...tags])
  return all
}

/** Takes these people, in this order, out of a file. AF stays that of the whole file. */
async function subset(
  from: string,
  people: readonly string[] | string,
  to: string,
  more: readonly string[],
): Promise<void> {
  const samples = typeof people === 'string' ? ['-S', people] : ['-s', people.join(',')]
  const format = more.includes('-Ob') ? [] : ['-Oz']
  await runTool('bcftools', [
    'view',
    '--no-version',
    ...samples,
    ...more,
    ...format,
    '-o',
    to,
    from,
  ])
  await runTool('bcftools', ['index', '-f', ...(to.endsWith('.gz') ? ['-t'] : []), to])
}

function entriesOf<K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] {
  return Object.entries(record) as [K, V][]
}

async function makePanel(
  dir: string,
  all: string,
  key: DemoPanelKey,
  members: readonly Person[],
  populations: readonly string[],
): Promise<DemoPanel> {
  const vcf = join(dir, `panel.${key}.vcf.gz`)
  const samples = members.map(({ sample }) => sample)
  // A panel has no sites at which none of its people carries the alternate allele.
  await subset(all, samples, vcf, ['-c', '1'])
  const populationFile = join(dir, `panel.${key}.populations.tsv`)
  const rows = members.map(({ sample, population }) => `${sample}\t${population}\n`)
  await writeFile(populationFile, rows.join(''))
  return { vcf, populationFile, populations, people: members.length }
}

async function readSites(all: string): Promise<Site[]> {
  const query = ['query', '-f', '%POS\\t%REF\\t%ALT\\t%AC\\t%AN\\n', all]
  return (await runTool('bcftools', query))
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [position, ref = '', alt = '', count, total] = line.split('\t')
      return { position: Number(position), ref, alt, frequency: Number(count) / Number(total) }
    })
}

/** The truth at the typed sites, its phase taken off and some of it missing. */
async function makeTarget(truth: string, typed: readonly Site[], path: string): Promise<void> {
  const wanted = new Set(typed.map(({ position, ref, alt }) => `${position}\t${ref}\t${alt}`))
  const writer = spawn('bcftools', ['view', '--no-version', '-Oz', '-o', path, '-'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const names = (await runTool('bcftools', ['query', '-l', truth])).trim().split('\n')
  writer.stdin.write(targetHeader(names))
  const query = ['query', '-f', '%POS\\t%REF\\t%ALT\\t%ID[\\t%GT]\\n', truth]
  for await (const line of toolLines('bcftools', query)) {
    const [position = '', ref = '', alt = '', id = '.', ...genotypes] = line.split('\t')
    if (!wanted.has(`${position}\t${ref}\t${alt}`)) continue
    const site = ['20', position, id, ref, alt, '.', 'PASS', '.', 'GT']
    const columns = [...site, ...unphasedRecord(Number(position), genotypes)]
    if (!writer.stdin.write(`${columns.join('\t')}\n`)) await once(writer.stdin, 'drain')
  }
  writer.stdin.end()
  const [code] = (await once(writer, 'close')) as [number | null]
  if (code !== 0) throw new Error(`bcftools ended with code ${code ?? 'none'}`)
  await runTool('bcftools', ['index', '-f', '-t', path])
}

function targetHeader(samples: readonly string[]): string {
  const columns = ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT']
  return [
    '##fileformat=VCFv4.2',
    '##FILTER=<ID=PASS,Description="All filters passed">',
    '##contig=<ID=20,length=63025520>',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    `${[...columns, ...samples].join('\t')}\n`,
  ].join('\n')
}

interface Person {
  readonly sample: string
  readonly population: string
}

/** In the order of the file: by population, then by sample. */
async function readPeople(): Promise<Person[]> {
  const rows = (await readFile(POPULATIONS, 'utf8')).trim().split('\n')
  return rows.map((row) => {
    const [sample = '', population = ''] = row.split('\t')
    return { sample, population }
  })
}

async function sourceKey(): Promise<string> {
  const hash = createHash('sha256')
    .update(`${FORMAT}\n`)
    .update(await readFile(POPULATIONS))
  for (const name of [...SOURCES, MAP]) {
    const { size, mtimeMs } = await stat(join(EXAMPLES_DIR, name)).catch(() => {
      throw new Error(
        `${join(EXAMPLES_DIR, name)} is missing: the demo needs Debian's package shapeit4 with its documentation`,
      )
    })
    hash.update(`${name}\t${size}\t${mtimeMs}\n`)
  }
  return hash.digest('hex')
}
