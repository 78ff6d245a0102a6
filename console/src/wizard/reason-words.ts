import { formatList, formatNumber, formatPercent } from '../i18n/format.ts'
import type { Reason } from './judge-panel.ts'
import { t } from './words.ts'

/** A reason as a sentence. */
export function reasonWords(reason: Reason): string {
  const words = t()
  switch (reason.code) {
    case 'build-other':
      return words.buildOther(reason.panel, reason.files)
    case 'samples-fit':
      return words.samplesFit(formatNumber(reason.least), formatNumber(reason.most))
    case 'samples-few':
      return words.samplesFew(formatNumber(reason.samples), formatNumber(reason.least))
    case 'samples-many':
      return words.samplesMany(formatNumber(reason.samples), formatNumber(reason.most))
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
