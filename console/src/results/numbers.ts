import { formatFraction, formatNumber, kept } from '../i18n/format.ts'

const compact = kept(
  (l) => new Intl.NumberFormat(l, { notation: 'compact', maximumFractionDigits: 1 }),
)
const twoPlaces = kept(
  (l) => new Intl.NumberFormat(l, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
)
const finePercents = kept(
  (l) => new Intl.NumberFormat(l, { style: 'percent', maximumFractionDigits: 2 }),
)

/** For axes: 12K, 8M. */
export const formatCompact = (value: number): string => compact().format(value)

/** An R2 or a frequency, always with two places after the point. */
export const formatR2 = (value: number | null): string =>
  value === null ? '–' : twoPlaces().format(value)

/** A minor allele frequency in percent, with as many places as the smallest bin needs. */
export const formatMaf = (maf: number): string => finePercents().format(maf)

/** The bounds of a bin: '1% to 2%', as '1–2%'. */
export function mafLabel(over: number, upTo: number): string {
  return over === 0 ? `≤ ${formatMaf(upTo)}` : `${formatFraction(over * 100)}–${formatMaf(upTo)}`
}

export const formatMb = (bp: number): string => formatFraction(bp / 1e6)

/** How a chart's table shows a number: shares and R2 with places, counts without. */
export function formatCell(value: number): string {
  return Number.isInteger(value) ? formatNumber(value) : formatR2(value)
}
