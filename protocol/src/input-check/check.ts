import type { GenomeBuild } from '../ids.ts'
import type { Finding } from '../job.ts'
import type { Inflate } from '../vcf/compression.ts'
import { checkFile, type BcfToText, type FileCheck, type InputFile } from './check-file.ts'
import { createFindings, type Findings } from './findings.ts'
import { DEFAULT_LIMITS, DEFAULT_POLICY, type InputLimits, type SamplePolicy } from './limits.ts'
import type { OnVariant } from './records.ts'
import type { InputCheck } from './report.ts'

export interface CheckOptions {
  readonly inflate: Inflate
  /** The build that the researcher declared; without it the files' own build is only reported. */
  readonly build?: GenomeBuild | undefined
  readonly policy?: SamplePolicy | undefined
  readonly limits?: Partial<InputLimits> | undefined
  /** Without it BCF files are accepted unread, with a warning. */
  readonly bcfToText?: BcfToText | undefined
  readonly signal?: AbortSignal | undefined
  /** Milliseconds of any clock that does not go back; without it there is no time limit. */
  readonly now?: (() => number) | undefined
  /** Draws a sketch of what is read, or counts sites in some other way. */
  readonly onVariant?: OnVariant | undefined
}

/** What stops a job comes first. */
const SEVERITIES: readonly Finding['severity'][] = ['error', 'warning', 'note']

/**
 * Checks the files of one job from their first byte to their last, in bounded memory, and tells
 * everything that is wrong at once. It throws for a source that cannot be read, never for what
 * is in it.
 */
export async function checkInput(
  files: readonly InputFile[],
  options: CheckOptions,
): Promise<InputCheck> {
  const { inflate, build, bcfToText, signal, now, onVariant } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const checks: FileCheck[] = []
  for (const file of files) {
    checks.push(
      await checkFile(file, { inflate, build, limits, bcfToText, signal, now, onVariant }),
    )
  }
  const findings = [
    ...checks.flatMap((check) => check.findings),
    ...compareFiles(checks, options.policy ?? DEFAULT_POLICY),
  ].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
  const first = checks.find((check) => check.hasSamples)
  return {
    report: {
      files: checks.map((check) => check.report),
      findings,
      isAcceptable: files.length > 0 && findings.every(({ severity }) => severity !== 'error'),
      samples: first?.sampleIds.length ?? 0,
      variants: checks.reduce((sum, { report }) => sum + report.records, 0),
    },
    sampleIds: first?.sampleIds ?? [],
  }
}

function compareFiles(checks: readonly FileCheck[], policy: SamplePolicy) {
  const together = createFindings()
  const read = checks.filter((check) => check.hasSamples)
  const [first] = read
  const samples = first?.sampleIds.length ?? 0
  if (first !== undefined && samples < policy.minSamples) {
    together.add('samples-too-few', { params: { samples, limit: policy.minSamples } })
  }
  if (samples > policy.maxSamples) {
    together.add('samples-too-many', { params: { samples, limit: policy.maxSamples } })
  }
  const others = read.slice(1).flatMap((check) => compareSamples(first, check))
  return [...together.list(), ...others, ...findRepeatedChromosomes(checks)]
}

function compareSamples(first: FileCheck | undefined, check: FileCheck) {
  const findings = createFindings(check.report.name)
  const expected = first?.sampleIds ?? []
  const { sampleIds } = check
  if (first === undefined || first.report.sampleIdsDigest === check.report.sampleIdsDigest)
    return []
  const known = new Set(expected)
  const missing = expected.length - sampleIds.filter((id) => known.has(id)).length
  const added = sampleIds.filter((id) => !known.has(id)).length
  if (missing === 0 && added === 0) {
    const column = sampleIds.findIndex((id, index) => id !== expected[index]) + 10
    findings.add('sample-order-differs', { params: { column } })
  } else {
    findings.add('samples-differ.counts', { params: { missing, added } })
  }
  return findings.list()
}

function findRepeatedChromosomes(checks: readonly FileCheck[]) {
  const fileOf = new Map<string, number>()
  const byFile: Findings[] = checks.map(({ report }) => createFindings(report.name))
  checks.forEach(({ report }, index) => {
    for (const chromosome of Object.keys(report.chromosomes)) {
      const earlier = fileOf.get(chromosome)
      if (earlier === undefined) fileOf.set(chromosome, index)
      else {
        const params = { chromosome, file: earlier + 1 }
        byFile[index]?.add('chromosome-in-two-files', { params })
      }
    }
  })
  return byFile.flatMap((findings) => findings.list())
}
