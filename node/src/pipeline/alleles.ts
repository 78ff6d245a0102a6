/** How a typed variant's alleles compare with those of the panel at its position. */
export type AlleleComparison =
  | 'match'
  | 'palindromic'
  | 'allele-switch'
  | 'strand-flip'
  | 'strand-flip-and-allele-switch'
  | 'allele-mismatch'

const COMPLEMENT: Readonly<Record<string, string>> = { A: 'T', C: 'G', G: 'C', T: 'A' }

function isPalindromic(ref: string, alt: string): boolean {
  return COMPLEMENT[ref] === alt
}

/**
 * Compares single-base alleles, case-sensitively, in the order of imputationserver-utils:
 * an exact match first, then A/T and C/G in either order (kept, since strand and order
 * cannot be told apart), then what would mend the rest.
 */
export function compareAlleles(
  ref: string,
  alt: string,
  panelRef: string,
  panelAlt: string,
): AlleleComparison {
  if (ref === panelRef && alt === panelAlt) return 'match'
  const isSwitched = ref === panelAlt && alt === panelRef
  if (isPalindromic(ref, alt) && isPalindromic(panelRef, panelAlt)) {
    return isSwitched ? 'palindromic' : 'allele-mismatch'
  }
  if (isSwitched) return 'allele-switch'
  const flippedRef = COMPLEMENT[ref]
  const flippedAlt = COMPLEMENT[alt]
  if (flippedRef === panelRef && flippedAlt === panelAlt) return 'strand-flip'
  if (flippedRef === panelAlt && flippedAlt === panelRef) return 'strand-flip-and-allele-switch'
  return 'allele-mismatch'
}

/** Best first: what is chosen where the panel has several records at one position. */
export const COMPARISONS = [
  'match',
  'palindromic',
  'allele-switch',
  'strand-flip',
  'strand-flip-and-allele-switch',
  'allele-mismatch',
] as const satisfies readonly AlleleComparison[]
