import { alleleChiSquare } from '@crosspanel/protocol/allele-chi-square'
import type { SiteMatch } from './panel-sites.ts'
import type { ScannedSite } from './site-scanner.ts'

export interface FrequencyComparison {
  readonly frequency: number
  readonly chiSquare: number
}

type Genotypes = Pick<ScannedSite, 'hetCount' | 'homRefCount' | 'homAltCount' | 'noCallCount'>

/**
 * Compares the alternate allele frequency with the panel's by chi-square over both alleles.
 * As in imputationserver-utils, the panel counts with its number of people, not of haplotypes.
 */
export function compareFrequencies(
  { hetCount, homRefCount, homAltCount, noCallCount }: Genotypes,
  { comparison, frequency: panelFrequency }: Pick<SiteMatch, 'comparison' | 'frequency'>,
  { samples, panelSamples }: { samples: number; panelSamples: number },
): FrequencyComparison {
  const alternates = comparison === 'palindromic' ? homRefCount : homAltCount
  const references = comparison === 'palindromic' ? homAltCount : homRefCount
  const counted = 2 * (hetCount + alternates + references)
  const frequency = (hetCount + 2 * alternates) / counted
  const studyAlleles = 2 * (samples - noCallCount)
  const chiSquare = alleleChiSquare({
    ...{ study: frequency, panel: panelFrequency, studyAlleles, panelSamples },
  })
  return { frequency, chiSquare }
}

/** A row of `maf.txt`; frequencies and chi-square with six significant digits. */
export function frequencyRow(
  site: Pick<ScannedSite, 'id' | 'chromosome' | 'position' | 'ref' | 'alt'>,
  match: SiteMatch,
  { frequency, chiSquare }: FrequencyComparison,
): string {
  const isExchanged = match.comparison === 'palindromic'
  return [
    site.id,
    site.chromosome,
    site.position,
    isExchanged ? site.alt : site.ref,
    isExchanged ? site.ref : site.alt,
    shortNumber(frequency),
    match.panelRef,
    match.panelAlt,
    shortNumber(match.frequency),
    Number.isNaN(chiSquare) ? 'NA' : shortNumber(chiSquare),
    'true',
    'SNP',
  ].join('\t')
}

const shortNumber = (value: number) => String(Number(value.toPrecision(6)))
