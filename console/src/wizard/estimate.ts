import type { PanelView } from '@crosspanel/protocol/panel'
import type { RunTimes } from '@crosspanel/protocol/run-times'

const MILLION = 1_000_000

interface Range {
  readonly p50: number
  readonly p90: number
}

/** How long a job may take, in seconds, and what that is made from; or why nobody can say. */
export type Estimate =
  | { readonly kind: 'none'; readonly why: 'no-basis' | 'not-told' | 'no-chromosomes' }
  | {
      readonly kind: 'range'
      /** In the host's queue, as it was for those runs. */
      readonly waitS: Range
      readonly runS: Range & { readonly p10: number }
      /** The job is larger than any of the runs, so its time may lie outside. */
      readonly isBeyond: boolean
      readonly basis: RunTimes
      /** When the host told of them. */
      readonly toldAt: string
    }

/** Scales the host's own finished runs to this job by its imputed genotypes. */
export function estimateOf(
  panel: Pick<PanelView, 'chromosomes' | 'hostTold'>,
  job: { readonly samples: number; readonly chromosomes: readonly string[] },
): Estimate {
  const { hostTold } = panel
  if (hostTold === null) return { kind: 'none', why: 'not-told' }
  const { runTimes: basis, at: toldAt } = hostTold
  if (basis === null) return { kind: 'none', why: 'no-basis' }
  const wanted = new Set(job.chromosomes)
  const variants = panel.chromosomes
    .filter(({ chromosome }) => wanted.has(chromosome))
    .reduce((sum, chromosome) => sum + chromosome.variants, 0)
  if (variants === 0) return { kind: 'none', why: 'no-chromosomes' }
  const genotypes = variants * job.samples
  const secondsAt = (rate: number) =>
    Math.max(basis.leastRunS, Math.round((genotypes / MILLION) * rate))
  const { p10, p50, p90 } = basis.millionGenotypesS
  return {
    kind: 'range',
    waitS: basis.waitS,
    runS: { p10: secondsAt(p10), p50: secondsAt(p50), p90: secondsAt(p90) },
    isBeyond: genotypes > basis.mostGenotypes,
    basis,
    toldAt,
  }
}
