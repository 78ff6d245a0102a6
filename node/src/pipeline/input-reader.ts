import { DEFAULT_LIMITS } from '@crosspanel/protocol/input-check/limits'
import { findingOf } from '@crosspanel/protocol/findings'
import type { Finding } from '@crosspanel/protocol/job'
import { eachLine, hasBgzfEnd, lineBlocks, LineTooLong } from './bgzf.ts'
import {
  createChromosomeControl,
  type ChromosomeControl,
  type ControlContext,
} from './chromosome-control.ts'
import { throwIfCancelled } from './engine-process.ts'
import { requireEngine } from './engines.ts'
import type { PipelineJob, PipelinePorts } from './job.ts'
import type { ControlledChunk } from './open-chunk.ts'
import { openPanelSites } from './panel-sites.ts'
import {
  refuseChromosomes,
  refuseLongLine,
  refuseMalformed,
  refuseSampleNumber,
  refuseSamplesDiffer,
  refuseUnreadable,
  refuseUnsorted,
} from './refusals.ts'
import { createSiteScanner, MalformedRecord, type ScannedSite } from './site-scanner.ts'

const HASH = 35
const CARRIAGE_RETURN = 13
const FIXED_COLUMNS = 9
/** Far above any genome: each unknown one is told of, so a file must not name them without end (T17). */
const CHROMOSOMES_MAX = 100
const CHROMOSOME_NAME_MAX_CHARS = 50

/** Leads each record of each input to the control of its chromosome. */
export function createInputReader(
  { panel, workDir }: PipelineJob,
  { engines, signal }: Pick<PipelinePorts, 'engines' | 'signal'>,
  context: Omit<ControlContext, 'samples'>,
) {
  let samples: readonly string[] | undefined
  let scanner = createSiteScanner(0)
  let current: { name: string; control: ChromosomeControl | undefined } | undefined
  const seen = new Set<string>()
  const chunks: ControlledChunk[] = []
  const findings: Finding[] = []

  function takeColumnLine(columns: string): void {
    const names = columns.split('\t').slice(FIXED_COLUMNS)
    if (samples === undefined) {
      const { minSamples, maxSamples } = panel.policy
      if (names.length < minSamples || names.length > maxSamples) {
        throw refuseSampleNumber(names.length, panel.policy)
      }
      samples = names
      scanner = createSiteScanner(names.length)
    } else if (samples.join('\t') !== names.join('\t')) throw refuseSamplesDiffer()
  }

  async function endChromosome(): Promise<void> {
    if (current?.control !== undefined) chunks.push(...(await current.control.end()))
    current = undefined
  }

  async function startChromosome(name: string): Promise<void> {
    await endChromosome()
    const chromosome = name.replace(/^chr/, '')
    if (seen.has(chromosome)) throw refuseUnsorted()
    if (seen.size >= CHROMOSOMES_MAX || chromosome.length > CHROMOSOME_NAME_MAX_CHARS) {
      throw refuseChromosomes()
    }
    seen.add(chromosome)
    const files = panel.chromosomes.find((one) => one.chromosome === chromosome)
    if (files === undefined) {
      findings.push(findingOf('chromosome-not-in-panel', { params: { chromosome } }))
      current = { name, control: undefined }
      return
    }
    const sites = await openPanelSites(files.sites, requireEngine(engines, 'tabix'), {
      workDir,
      signal,
      population: context.population?.code,
    })
    const control = createChromosomeControl(files, sites, { ...context, samples: samples ?? [] })
    current = { name, control }
  }

  async function makeReadyFor(site: ScannedSite): Promise<void> {
    if (current?.name !== site.chromosome) await startChromosome(site.chromosome)
    await current?.control?.prepareFor(site.position)
  }

  async function readBlock(block: Buffer, firstLine: number): Promise<number> {
    const lines = linesOf(block)
    for (const [index, [start, end]] of lines.entries()) {
      if (end === start) continue
      try {
        if (block[start] === HASH) {
          if (block[start + 1] !== HASH) takeColumnLine(block.toString('latin1', start, end))
          continue
        }
        const site = scanner.scanFixed(block, start, end)
        const isReady = current?.name === site.chromosome && isControlReady(site.position)
        if (!isReady) await makeReadyFor(site)
        current?.control?.take(site, () => scanner.scanGenotypes(block, end))
      } catch (error) {
        throw error instanceof MalformedRecord ? refuseMalformed(error, firstLine + index) : error
      }
    }
    return lines.length
  }

  const isControlReady = (position: number) => current?.control?.isReadyFor(position) ?? true

  return {
    async read(input: string): Promise<void> {
      if (!(await hasBgzfEnd(input))) throw refuseUnreadable()
      let line = 1
      try {
        for await (const block of lineBlocks(input, DEFAULT_LIMITS.maxLineBytes)) {
          throwIfCancelled(signal)
          line += await readBlock(block, line)
          await current?.control?.drain()
        }
      } catch (error) {
        if (error instanceof LineTooLong) throw refuseLongLine(line)
        throw isInflateError(error) ? refuseUnreadable() : error
      }
      await endChromosome()
    },
    async discard(): Promise<void> {
      await current?.control?.discard()
    },
    result: () => ({ samples: samples ?? [], chunks, findings }),
  }
}

function linesOf(block: Buffer): (readonly [number, number])[] {
  const lines: [number, number][] = []
  eachLine(block, (start, end) => {
    lines.push([start, block[end - 1] === CARRIAGE_RETURN ? end - 1 : end])
  })
  return lines
}

/** zlib's codes: `Z_DATA_ERROR`, `Z_BUF_ERROR` and their like. */
function isInflateError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
}
