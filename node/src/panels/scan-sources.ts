import { fault } from '@crosspanel/protocol/faults'
import type { AddPanel } from '@crosspanel/protocol/panel-admin'
import { type PanelStep, panelStep } from '@crosspanel/protocol/panel-steps'
import { detectBuild, chromosomeLengthBp, chromosomeOf } from '@crosspanel/protocol/vcf/genome'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createBgzfWriter, type BgzfWriter } from '../pipeline/bgzf.ts'
import { chromosomeFileNames, type ChromosomeSource } from './build-chromosome.ts'
import type { PanelTools } from './panel-tools.ts'
import { sitesHeader, type PopulationIndex } from './populations.ts'
import type { PanelInput } from './read-inputs.ts'
import { refuseSource } from './refusal.ts'
import { refuseFaults } from './source-faults.ts'
import { createSourceScanner, SCAN_FORMAT } from './source-scanner.ts'

/** Copies of the inputs, in the working directory; not a part of the panel. */
export const SOURCES_DIR = 'sources'

const FLUSH_CHARACTERS = 256 * 1024

interface Scan {
  readonly tools: PanelTools
  readonly work: string
  readonly inputs: readonly PanelInput[]
  readonly samples: readonly string[]
  readonly populations: PopulationIndex
  readonly request: AddPanel
  readonly onHash?: ((hash: number) => void) | undefined
}

/** Checks every file in one pass that also writes the sites files; returns the chromosomes in order. */
export async function scanSources(
  scan: Scan,
  onStep: (step: PanelStep) => void,
): Promise<readonly ChromosomeSource[]> {
  const sources = new Map<string, ChromosomeSource>()
  for (const input of scan.inputs) {
    onStep(panelStep('checking', { file: input.name }))
    for (const source of await scanFile(scan, input)) {
      if (sources.has(source.chromosome)) {
        const { chromosome } = source
        throw refuseSource(fault('source-chromosome-twice', '#', { chromosome }))
      }
      sources.set(source.chromosome, source)
    }
  }
  return [...sources.values()].toSorted((a, b) => Number(a.chromosome) - Number(b.chromosome))
}

async function scanFile(scan: Scan, input: PanelInput): Promise<ChromosomeSource[]> {
  const { tools, work, samples, populations, request } = scan
  await requireBuild(tools, input, request.build)
  const sites = createSitesFiles(work, sitesHeader(populations))
  const scanner = createSourceScanner({
    ...{ samples: samples.length, build: request.build, populations },
    onSite: (chromosome, line) => sites.write(chromosome, line),
    onHash: scan.onHash,
  })
  const copy = await copyWhole(scan, input)
  await tools.run('bcftools', ['query', '-f', SCAN_FORMAT, copy], {
    onStdout: (bytes) => scanner.write(bytes),
    inputFault: fault('source-no-genotypes', '#', { file: input.name }),
  })
  await sites.close()
  refuseFaults(input.name, scanner.faults)
  const chromosomes = [...scanner.chromosomes.values()].filter(({ variants }) => variants > 0)
  if (chromosomes.length === 0) {
    throw refuseSource(fault('source-no-variants', '#', { file: input.name }))
  }
  return chromosomes.map((chromosome) => ({
    ...chromosome,
    path: copy,
    isShared: chromosomes.length > 1,
  }))
}

/**
 * What is checked is what is built from, whatever becomes of the file meanwhile. `bcftools view` alone
 * tells of a file that is cut short: `query` and `annotate` of 1.16 end with success.
 */
async function copyWhole({ tools, work, inputs }: Scan, input: PanelInput): Promise<string> {
  const copy = join(work, SOURCES_DIR, `${inputs.indexOf(input)}.bcf`)
  await mkdir(join(work, SOURCES_DIR), { recursive: true })
  await tools.run('bcftools', ['view', '--no-version', '-Ob', '-l', '1', '-o', copy, input.path], {
    inputFault: fault('source-cut-short', '#', { file: input.name }),
  })
  return copy
}

/** One file for each chromosome. Lines come faster than a file takes them: they are written in turns. */
function createSitesFiles(work: string, header: string) {
  const files = new Map<string, { lines: string; written: Promise<BgzfWriter> }>()

  function openSites(chromosome: string) {
    const path = join(work, chromosomeFileNames(chromosome).sites)
    const file = { lines: header, written: createBgzfWriter(path) }
    // A failure is thrown where it is awaited, in `close`.
    file.written.catch(() => undefined)
    files.set(chromosome, file)
    return file
  }

  function flush(file: { lines: string; written: Promise<BgzfWriter> }): void {
    const text = Buffer.from(file.lines, 'latin1')
    file.lines = ''
    file.written = file.written.then(async (writer) => {
      writer.write(text)
      await writer.drain()
      return writer
    })
    file.written.catch(() => undefined)
  }

  return {
    write(chromosome: string, line: string): void {
      const file = files.get(chromosome) ?? openSites(chromosome)
      file.lines += line
      if (file.lines.length >= FLUSH_CHARACTERS) flush(file)
    },
    async close(): Promise<void> {
      for (const file of files.values()) {
        flush(file)
        await (await file.written).close()
      }
    },
  }
}

/** Lengths in `##contig` lines that are those of the other build. Positions are checked record by record. */
async function requireBuild(
  tools: PanelTools,
  input: PanelInput,
  declared: AddPanel['build'],
): Promise<void> {
  const header = await tools.text('bcftools', ['view', '-h', '--no-version', input.path])
  const contigLengths = new Map<number, number>()
  for (const [, name, length] of header.matchAll(/^##contig=<ID=([^,>]+).*?length=(\d+)/gm)) {
    const { number } = chromosomeOf(name ?? '')
    if (number > 0) contigLengths.set(number, Number(length))
  }
  const impossible = { GRCh37: 0, GRCh38: 0 }
  const { build } = detectBuild({ contigLengths, impossible })
  const other = declared === 'GRCh37' ? 'GRCh38' : 'GRCh37'
  const isOther = [...contigLengths].some(
    ([number, bp]) => bp === chromosomeLengthBp(other, number),
  )
  if (build === other && isOther) {
    throw refuseSource(fault('source-other-build', '#', { file: input.name, other, declared }))
  }
}
