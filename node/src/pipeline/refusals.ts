import type { Finding } from '@crosspanel/protocol/job'
import type { ChunkSummary, QualityControlCounts } from '@crosspanel/protocol/summary'
import { finding, PipelineRefusal } from './failures.ts'
import type { PanelFiles } from './job.ts'
import type { MalformedRecord } from './site-scanner.ts'

/** Strand flips, flip-and-switches included, that a run may have: imputationserver2's default. */
export const MAX_STRAND_FLIPS = 100
export const MIN_PANEL_OVERLAP = 0.5

const refuse = (...args: Parameters<typeof finding>) => new PipelineRefusal([finding(...args)])

export function refusePopulation(asked: string, populations: PanelFiles['populations']) {
  return refuse('population-unknown', {
    seen: `the population ${asked}`,
    why: 'allele frequencies can only be compared with a population of the panel',
    fix: `choose one of ${populations.map(({ code }) => code).join(', ')}, or none`,
  })
}

export function refuseMalformed(error: MalformedRecord, line: number) {
  const words = {
    seen: `a record that ${error.message}`,
    why: 'its genotypes cannot be read',
    fix: 'write the file anew, for example with `bcftools view -Oz`',
  }
  return refuse('malformed-record', words, { line })
}

export function refuseChromosomes() {
  return refuse('chromosomes-unknown', {
    seen: 'more chromosomes than a genome has, or one whose name is no name',
    why: 'nothing but a damaged or hostile file names such chromosomes',
    fix: 'submit the autosomes, 1 to 22, alone',
  })
}

export function refuseLongLine(line: number) {
  const words = {
    seen: 'a line that is far longer than genotypes make it',
    why: 'nothing but a damaged or hostile file has such a line',
    fix: 'write the file anew, for example with `bcftools view -Oz`',
  }
  return refuse('line-too-long', words, { line })
}

export function refuseUnreadable() {
  return refuse('unreadable-input', {
    seen: 'a file that ends too early or does not inflate',
    why: 'some of its genotypes are not there',
    fix: 'submit the file again, after `bcftools view` has read it without a complaint',
  })
}

export function refuseSampleNumber(samples: number, policy: PanelFiles['policy']) {
  const isFew = samples < policy.minSamples
  return refuse(isFew ? 'too-few-samples' : 'too-many-samples', {
    seen: `${samples} samples`,
    why: `the panel's owner takes ${policy.minSamples} to ${policy.maxSamples}`,
    fix: isFew ? 'submit more samples together' : 'submit the samples in several jobs',
  })
}

export function refuseSamplesDiffer() {
  return refuse('samples-differ', {
    seen: 'files with other samples, or the same in another order',
    why: 'all chromosomes of a job must have the same samples in the same order',
    fix: 'reorder them with `bcftools view -S`',
  })
}

export function refuseUnsorted() {
  return refuse('unsorted', {
    seen: 'records out of order, or a chromosome that appears twice',
    why: 'the engines read a chromosome once, from start to end',
    fix: 'sort the files with `bcftools sort`, one chromosome in one file',
  })
}

export function refuseHaploid() {
  return refuse('haploid-genotypes', {
    seen: 'samples with one allele on an autosome',
    why: 'the phasing engines would take them for something else without saying so',
    fix: 'write every autosomal genotype with two alleles',
  })
}

export function noteChromosomeNotInPanel(chromosome: string): Finding {
  return finding(
    'chromosome-not-in-panel',
    {
      seen: `chromosome ${chromosome}`,
      why: 'the panel does not have it, so it was left out',
      fix: 'choose a panel that has it',
    },
    { severity: 'warning' },
  )
}

/** Throws when quality control shows that imputation would be wrong or impossible. */
export function refuseIfUnfit(
  counts: QualityControlCounts,
  chunks: readonly Pick<ChunkSummary, 'status' | 'reason'>[],
  { policy, build }: Pick<PanelFiles, 'policy' | 'build'>,
): void {
  const findings = [
    ...chunkFindings(counts, chunks, build),
    ...flipFindings(counts),
    ...switchFindings(counts, policy.maxAlleleSwitches),
  ]
  if (findings.length > 0) throw new PipelineRefusal(findings)
}

const NO_VARIANTS = finding('no-variants', {
  seen: "no variant on the panel's chromosomes",
  why: 'there is nothing to impute from',
  fix: 'submit files that have records, of chromosomes that the panel has',
})

function chunkFindings(
  counts: QualityControlCounts,
  chunks: readonly Pick<ChunkSummary, 'status' | 'reason'>[],
  build: PanelFiles['build'],
): Finding[] {
  if (chunks.some(({ status }) => status === 'kept')) return []
  if (counts.records === 0) return [NO_VARIANTS]
  const typed = counts.inPanel + counts.typedOnly
  const overlap = typed === 0 ? 0 : counts.inPanel / typed
  if (overlap < MIN_PANEL_OVERLAP) {
    const percent = (overlap * 100).toFixed(1)
    return [
      finding('panel-overlap-low', {
        seen: `${counts.inPanel} of ${typed} typed variants are in the panel (${percent} %)`,
        why: `at least ${MIN_PANEL_OVERLAP * 100} % must be: this looks like another genome build than ${build}, or another region than the panel's`,
        fix: `check that the positions are those of ${build}, and lift them over if they are not`,
      }),
    ]
  }
  const reasons = [...new Set(chunks.map(({ reason }) => reason))].join(', ')
  return [
    finding('no-chunk-left', {
      seen: `${chunks.length} chunks, none fit for imputation${reasons === '' ? '' : ` (${reasons})`}`,
      why: 'a chunk needs at least 3 variants of the panel and a call rate of 50 % in every sample',
      fix: 'leave out samples with many missing genotypes, or add variants',
    }),
  ]
}

function flipFindings(counts: QualityControlCounts): Finding[] {
  const flips = counts.strandFlip + counts.strandFlipAndAlleleSwitch
  if (flips <= MAX_STRAND_FLIPS) return []
  const words = {
    seen: `${flips} variants on the other strand than the panel`,
    why: `more than ${MAX_STRAND_FLIPS} mean that the strand of the whole file is in doubt`,
    fix: 'align the file to the forward strand, for example with `bcftools +fixref`',
  }
  return [finding('strand-flips', words, { count: flips })]
}

function switchFindings(counts: QualityControlCounts, max: number): Finding[] {
  const switches = counts.alleleSwitch + counts.strandFlipAndAlleleSwitch
  if (switches <= max) return []
  const words = {
    seen: `${switches} variants whose REF and ALT are exchanged`,
    why: `the panel's owner takes at most ${max}`,
    fix: 'set REF to the reference genome, for example with `bcftools norm -c s`',
  }
  return [finding('allele-switches', words, { count: switches })]
}
