import { formatList, formatNumber, formatPercent } from '../i18n/format.ts'
import type { Reason } from './judge-panel.ts'
import { t } from './words.ts'

/** A reason as a sentence. */
export function reasonWords(reason: Reason): string {
  const words = t()
  if ('compared' in reason) return overlapWords(reason)
  if ('least' in reason) return samplesWords(reason)
  switch (reason.code) {
    case 'build-other':
      return words.buildOther(reason.panel, reason.files)
    case 'chromosomes-all':
      return words.chromosomesAll(reason.chromosomes)
    case 'chromosomes-some':
      return words.chromosomesSome(formatList(reason.missing))
    case 'chromosomes-none':
      return words.chromosomesNone
    case 'ancestry-share':
      return words.ancestryShare(
        formatPercent(reason.share),
        reason.population,
        words.people(reason.samples),
      )
    case 'ancestry-absent':
      return words.ancestryAbsent(reason.population)
    case 'host-ok':
      return words.hostOk(formatNumber(reason.queued), formatNumber(reason.running))
    default:
      return words.reasons[reason.code]
  }
}

/** What part of the variants, and of how many that was told. */
function overlapWords(reason: Extract<Reason, { compared: number }>): string {
  const { code, share, compared, isExact, isWhole } = reason
  const words = t()
  const basis = isExact ? words.comparedAll(compared) : words.comparedSome(compared)
  const of = isWhole ? words.variantsYours : words.variantsSoFar
  return words.overlap[code](formatPercent(share), of, basis)
}

function samplesWords({ code, samples, least, most }: Extract<Reason, { least: number }>) {
  const words = t()
  switch (code) {
    case 'samples-fit':
      return words.samplesFit(formatNumber(least), formatNumber(most))
    case 'samples-few':
      return words.samplesFew(formatNumber(samples), formatNumber(least))
    case 'samples-many':
      return words.samplesMany(formatNumber(samples), formatNumber(most))
  }
}
