import { DomainError } from '@crosspanel/protocol/problem'
import type { SourceFault, SourceFaults } from './source-scanner.ts'

/** What is said of each fault, and what mends it; `FILE` stands for the file. */
const WORDS: Readonly<Record<SourceFault, { readonly seen: string; readonly fix: string }>> = {
  unphased: {
    seen: 'genotypes that are not phased',
    fix: 'phase the panel (shapeit4, beagle); where only homozygous genotypes carry a slash: bcftools +setGT FILE -Ob -o phased.bcf -- -t a -n p',
  },
  missing: {
    seen: 'missing genotypes',
    fix: 'leave such sites out: bcftools view -g ^miss FILE -Ob -o complete.bcf; or impute them first',
  },
  ploidy: {
    seen: 'genotypes that are not diploid',
    fix: 'give autosomes of diploid people: bcftools view -t 1,2,...,22 FILE -Ob -o autosomes.bcf',
  },
  multiallelic: {
    seen: 'sites with more than two alleles',
    fix: 'split them: bcftools norm -m -any FILE -Ob -o split.bcf; or leave them out: bcftools view -m2 -M2 FILE -Ob -o biallelic.bcf',
  },
  alleles: {
    seen: 'alleles other than A, C, G and T',
    fix: 'leave them out: bcftools view -m2 -M2 -v snps,indels FILE -Ob -o biallelic.bcf',
  },
  duplicate: {
    seen: 'sites that are there twice',
    fix: 'keep the first of each: bcftools norm -d exact FILE -Ob -o unique.bcf',
  },
  unsorted: {
    seen: 'records that are not in order',
    fix: 'sort: bcftools sort FILE -Ob -o sorted.bcf',
  },
  chromosome: {
    seen: 'records outside chromosomes 1 to 22',
    fix: 'leave them out: bcftools view -t 1,2,...,22 FILE -Ob -o autosomes.bcf (with chr1,... where the file says chr1)',
  },
  'past-end': {
    seen: "positions past the chromosome's end in the declared build",
    fix: 'give the build that the positions are of',
  },
}

/** Throws one problem that names all faults of a file, each with the command that mends it. */
export function refuseFaults(fileName: string, faults: SourceFaults): void {
  if (faults.size === 0) return
  const errors = [...faults].map(([kind, { count, first }]) => ({
    pointer: `#/${fileName}`,
    detail: `${count} × ${WORDS[kind].seen}, the first at ${first}`,
    fix: WORDS[kind].fix.replaceAll('FILE', fileName),
  }))
  const seen = errors.map(({ detail }) => detail).join('; ')
  throw new DomainError('panel-source-refused', `${fileName}: ${seen}`, { errors })
}
