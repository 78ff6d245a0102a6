import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runEngine } from '@crosspanel/node/pipeline/engine-process'
import {
  detectEngines,
  type EngineName,
  type Engines,
  requireEngine,
} from '@crosspanel/node/pipeline/engines'
import { EngineFailure } from '@crosspanel/node/pipeline/failures'
import { imputationArguments } from '@crosspanel/node/pipeline/imputation'
import { phasingArguments } from '@crosspanel/node/pipeline/phasing'
import { PHASING_ENGINES, type PhasingEngine } from '@crosspanel/protocol/panel'
import type { Check, DoctorFinding } from './check.ts'
import { CONTIG, type EngineSample, FIRST_BP, LAST_BP, makeEngineSample } from './engine-sample.ts'
import { found } from './machine-checks.ts'

const TEST_MS = 120_000
/** A dosage that is further from the truth is wrong. */
const DOSAGE_TOLERANCE = 0.25
const SHARE_RIGHT_MIN = 0.98
const CHUNK = { chromosome: CONTIG, start: FIRST_BP, end: LAST_BP }

export const ENGINE_CHECKS: readonly Check[] = [
  {
    id: 'engine-test',
    about: 'the engines phase and impute a sample whose genotypes are known',
    isDeep: true,
    deadlineMs: TEST_MS,
    look: async ({ signal }) => testEngines(await detectEngines(), signal),
  },
]

/** Runs each engine that is there as a run does, on genotypes that are made here. */
export async function testEngines(engines: Engines, signal: AbortSignal): Promise<DoctorFinding> {
  const dir = await mkdtemp(join(tmpdir(), 'crosspanel-engine-test-'))
  try {
    return await testIn(dir, engines, signal)
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error
    return found(
      'fail',
      error.message,
      'install the engine again: sudo apt-get install --reinstall',
    )
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function testIn(dir: string, engines: Engines, signal: AbortSignal): Promise<DoctorFinding> {
  const sample = makeEngineSample()
  const at = (name: string) => join(dir, name)
  const run = (engine: EngineName, args: readonly string[], stdoutFile?: string) =>
    runEngine({
      ...{ engine, file: requireEngine(engines, engine).file, args, workDir: dir, signal },
      ...(stdoutFile === undefined ? {} : { stdoutFile }),
    })
  const query = (file: string, format: string) =>
    textOf((onStdout) =>
      runEngine({
        ...{ engine: 'bcftools', file: requireEngine(engines, 'bcftools').file },
        ...{ args: ['query', '-f', format, file], workDir: dir, signal, onStdout },
      }),
    )

  for (const name of ['panel', 'phased', 'unphased'] as const) {
    await writeFile(at(`${name}.vcf`), sample[name])
    const output = at(name === 'panel' ? 'panel.bcf' : `${name}.vcf.gz`)
    await run('bcftools', [
      'view',
      at(`${name}.vcf`),
      name === 'panel' ? '-Ob' : '-Oz',
      '-o',
      output,
    ])
    await run('bcftools', ['index', output])
  }
  await writeFile(at('map'), sample.eagleMap)

  const files = { reference: at('panel.bcf'), target: at('unphased.vcf.gz') }
  const phasing = PHASING_ENGINES.filter((name) => engines.found[name] !== undefined)
  for (const engine of phasing) {
    const map = engine === 'eagle' ? at('map') : null
    const outputStem = at(engine)
    await run(engine, phasingArguments(engine, { ...files, map, outputStem }, CONTIG, CHUNK))
    const phased = await query(`${outputStem}.vcf.gz`, '%POS[\t%GT]\n')
    if (!isPhasedAlike(phased, sample)) return wrong(engine)
  }

  await run('minimac4', ['--compress-reference', at('panel.bcf')], at('panel.msav'))
  const output = { dose: at('dose.vcf.gz'), sites: at('info.gz'), map: null, empirical: null }
  const imputation = { ...output, reference: at('panel.msav'), target: at('phased.vcf.gz') }
  await run('minimac4', imputationArguments(imputation, CONTIG, CHUNK, { minR2: 0 }))
  const share = shareRight(await query(output.dose, '%POS[\t%DS]\n'), sample)
  if (share < SHARE_RIGHT_MIN) return wrong('minimac4')
  const tested = [...phasing, 'minimac4'].join(', ')
  return found('ok', `${tested}: ${(share * 100).toFixed(1)}% of the dosages are right`)
}

function wrong(engine: PhasingEngine | 'minimac4'): DoctorFinding {
  return found(
    'fail',
    `${engine} ends well and is wrong about genotypes that are known`,
    `install another version of ${engine}; do not run jobs with this one`,
  )
}

const rowsOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))

/** The same genotypes, with a phase. */
function isPhasedAlike(text: string, { unphased }: EngineSample): boolean {
  const given = rowsOf(unphased)
    .filter(([first = '']) => !first.startsWith('#'))
    .map(([, position, ...rest]) => [position, ...rest.slice(7)].join('\t'))
  const got = rowsOf(text).map(([position, ...genotypes]) =>
    [position, ...genotypes.map((pair) => pair.split('|').toSorted().join('/'))].join('\t'),
  )
  return got.join('\n') === given.join('\n')
}

function shareRight(text: string, { leftOut }: EngineSample): number {
  const dosages = new Map(
    rowsOf(text).map(([position, ...values]) => [Number(position), values.map(Number)]),
  )
  const differences = [...leftOut].flatMap(([position, expected]) =>
    expected.map((dosage, person) => Math.abs((dosages.get(position)?.[person] ?? NaN) - dosage)),
  )
  const right = differences.filter((difference) => difference <= DOSAGE_TOLERANCE)
  return right.length / differences.length
}

async function textOf(work: (onStdout: (bytes: Buffer) => void) => Promise<unknown>) {
  const parts: Buffer[] = []
  await work((bytes) => parts.push(bytes))
  return Buffer.concat(parts).toString('utf8')
}
