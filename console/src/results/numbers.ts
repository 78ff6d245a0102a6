import { formatFraction, formatNumber } from '../i18n/format.ts'
import { language } from '../i18n/language.ts'

/** For axes: 12K, 8M. */
export function formatCompact(value: number): string {
  return new Intl.NumberFormat(language(), {
    notation: 'compact',
    maximumFractionDigits: 1,
  }).format(value)
}

/** An R2 or a frequency, always with two places after the point. */
export function formatR2(value: number | null): string {
  if (value === null) return '–'
  return new Intl.NumberFormat(language(), {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(value)
}

/** A minor allele frequency in percent, with as many places as the smallest bin needs. */
export function formatMaf(maf: number): string {
  return new Intl.NumberFormat(language(), { style: 'percent', maximumFractionDigits: 2 }).format(
    maf,
  )
}

/** The bounds of a bin: '1% to 2%', as '1–2%'. */
export function mafLabel(over: number, upTo: number): string {
  return over === 0 ? `≤ ${formatMaf(upTo)}` : `${formatFraction(over * 100)}–${formatMaf(upTo)}`
}

export const formatMb = (bp: number): string => formatFraction(bp / 1e6)

/** How a chart's table shows a number: shares and R2 with places, counts without. */
export function formatCell(value: number): string {
  return Number.isInteger(value) ? formatNumber(value) : formatR2(value)
}
