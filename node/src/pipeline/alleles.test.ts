import { describe, expect, it } from 'vitest'
import { compareAlleles } from './alleles.ts'

describe('the comparison of alleles with the panel', () => {
  it.each([
    ['A', 'G', 'A', 'G', 'match'],
    ['A', 'T', 'A', 'T', 'match'],
    ['A', 'T', 'T', 'A', 'palindromic'],
    ['C', 'G', 'G', 'C', 'palindromic'],
    ['A', 'G', 'G', 'A', 'allele-switch'],
    ['A', 'G', 'T', 'C', 'strand-flip'],
    ['C', 'A', 'G', 'T', 'strand-flip'],
    ['A', 'G', 'C', 'T', 'strand-flip-and-allele-switch'],
    ['A', 'G', 'A', 'C', 'allele-mismatch'],
    ['A', 'T', 'C', 'G', 'allele-mismatch'],
    ['A', 'G', 'A', 'A', 'allele-mismatch'],
    ['a', 'g', 'A', 'G', 'allele-mismatch'],
  ] as const)('calls %s/%s against %s/%s a %s', (ref, alt, panelRef, panelAlt, expected) => {
    const comparison = compareAlleles(ref, alt, panelRef, panelAlt)

    expect(comparison).toBe(expected)
  })
})
