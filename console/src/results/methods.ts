import type { RunSummary } from '@crosspanel/protocol/summary'
import { formatDate, formatFraction, formatList } from '../i18n/format.ts'
import { engineOf } from './references.ts'
import { t } from './words.ts'

const DIGEST_CHARACTERS = 12

/** The paragraph for a paper, of what the run itself says that it did. */
export function methodsParagraph(summary: RunSummary): string {
  return [
    ...inputSentences(summary),
    ...phasingSentences(summary),
    ...imputationSentences(summary),
    t().methods.chromosomes(formatList(summary.chromosomes)),
    t().methods.date(formatDate(summary.endedAt)),
  ].join(' ')
}

function inputSentences({
  samples,
  qualityControl,
  parameters,
  frequencyCheck,
  imputation,
  chunks,
}: RunSummary): string[] {
  const { methods } = t()
  const begin = imputation === null ? methods.checked : methods.input
  const leftOut = chunks.filter(({ status }) => status === 'excluded').length
  return [
    begin(samples, qualityControl.records, parameters.build),
    methods.control(
      qualityControl.excluded + qualityControl.outsidePanelRange,
      qualityControl.remaining + qualityControl.typedOnly,
    ),
    ...(leftOut === 0 ? [] : [methods.chunks(leftOut, chunks.length)]),
    ...(frequencyCheck === null
      ? []
      : [methods.frequency(frequencyCheck.population.toUpperCase(), frequencyCheck.outliers)]),
  ]
}

function phasingSentences(summary: RunSummary): string[] {
  if (summary.imputation === null) return []
  const engine = summary.phasing === 'none' ? null : engineOf(summary, summary.phasing)
  return [engine === null ? t().methods.notPhased : t().methods.phased(engine)]
}

function imputationSentences(summary: RunSummary): string[] {
  const { imputation, panel, parameters } = summary
  const engine = engineOf(summary, 'minimac4')
  if (imputation === null || engine === null) return []
  const { methods } = t()
  return [
    methods.imputed(engine, panel.panelId, panel.samples, panel.digest.slice(0, DIGEST_CHARACTERS)),
    ...(parameters.minR2 > 0 ? [methods.minR2(formatFraction(parameters.minR2))] : []),
    ...(imputation.meanR2 === null
      ? []
      : [methods.result(imputation.outputVariants, formatFraction(imputation.meanR2))]),
    ...(imputation.meanEr2 === null ? [] : [methods.er2(formatFraction(imputation.meanEr2))]),
  ]
}
