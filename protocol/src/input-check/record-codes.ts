import type { FindingTexts } from './findings.ts'

/** What can be wrong with, or worth saying of, the variants and genotypes. */
export const RECORD_FINDINGS = {
  'records-missing': {
    severity: 'error',
    why: 'There is a header but no variant, so there is nothing to impute.',
    fix: 'Look at how the file was made; a filter or a region may have left nothing: bcftools view -H input.vcf.gz | wc -l',
  },
  'line-limit': {
    severity: 'error',
    why: 'No variant needs a line of this length.',
    fix: 'Keep the genotypes only: bcftools annotate -x INFO,^FORMAT/GT -Oz -o output.vcf.gz input.vcf.gz',
  },
  'line-ends-crlf': {
    severity: 'note',
    why: 'Lines end as Windows writes them, which many tools take for a part of the last sample.',
    fix: "Nothing to do: they are mended. To do it yourself: zcat input.vcf.gz | tr -d '\\r' | bgzip > output.vcf.gz",
  },
  'lines-empty': {
    severity: 'note',
    why: 'VCF has no empty lines; some tools stop at one.',
    fix: "Nothing to do: they are left out. To do it yourself: zcat input.vcf.gz | sed '/^$/d' | bgzip > output.vcf.gz",
  },
  'column-count': {
    severity: 'error',
    why: 'A row with more or fewer columns than the header names gives genotypes to the wrong people.',
    fix: 'Make the file again; bcftools shows the first such row: bcftools view input.vcf.gz > /dev/null',
  },
  'chromosome-prefix': {
    severity: 'note',
    why: 'Panels name chromosomes 1 to 22; the file writes chr before them.',
    fix: 'Nothing to do: the prefix is taken off. To do it yourself: bcftools annotate --rename-chrs names.txt -Oz -o output.vcf.gz input.vcf.gz',
  },
  'chromosomes-interleaved': {
    severity: 'error',
    why: 'All rows of a chromosome must stand together, or the file cannot be indexed.',
    fix: 'Sort the file: bcftools sort -Oz -o output.vcf.gz input.vcf.gz',
  },
  unsorted: {
    severity: 'error',
    why: 'Positions that go back cannot be indexed, and the engines stop or leave variants out.',
    fix: 'Sort the file: bcftools sort -Oz -o output.vcf.gz input.vcf.gz',
  },
  'position-invalid': {
    severity: 'error',
    why: 'A position is a whole number of bases, counted from 1.',
    fix: 'Mend or leave out these rows: bcftools view -i "POS>0" -Oz -o output.vcf.gz input.vcf.gz',
  },
  'position-telomere': {
    severity: 'error',
    why: 'Position 0 is the telomere; there is no variant of a panel there.',
    fix: 'Leave these rows out: bcftools view -i "POS>0" -Oz -o output.vcf.gz input.vcf.gz',
  },
  'position-past-end': {
    severity: 'error',
    why: 'The chromosome is shorter than that in this build, so rows are wrong or of another build.',
    fix: 'Look at these rows, and leave them out or lift the file: bcftools view -H input.vcf.gz | cut -f 1-5 | sort -k2,2n | tail',
  },
  'position-repeated': {
    severity: 'error',
    why: 'No position has this many variants: the file repeats rows.',
    fix: 'Drop the repeats: bcftools norm -d exact -Oz -o output.vcf.gz input.vcf.gz',
  },
  'positions-duplicate': {
    severity: 'note',
    why: 'Several rows have the position of the row before; quality control keeps those that the panel has.',
    fix: 'Nothing to do. To drop repeated rows yourself: bcftools norm -d exact -Oz -o output.vcf.gz input.vcf.gz',
  },
  'alleles-equal': {
    severity: 'error',
    why: 'REF and ALT are the same, so nobody can say what the genotypes count.',
    fix: 'Leave these rows out: bcftools view -e "REF=ALT" -Oz -o output.vcf.gz input.vcf.gz',
  },
  'alleles-missing': {
    severity: 'error',
    why: 'A variant needs a REF allele and an ALT column.',
    fix: 'Mend or leave out these rows.',
  },
  'gt-missing': {
    severity: 'error',
    why: 'Imputation starts from genotypes; these rows have none.',
    fix: 'Add hard calls, for instance from dosages or likelihoods: bcftools +tag2tag, or plink2 --export vcf',
  },
  'gt-not-first': {
    severity: 'error',
    why: 'GT must be the first FORMAT field (VCF 4.2 section 1.4.2); tools read the first field as genotype.',
    fix: 'Write the file again: bcftools annotate -x ^FORMAT/GT -Oz -o output.vcf.gz input.vcf.gz',
  },
  'gt-unreadable': {
    severity: 'error',
    why: 'A genotype is allele numbers parted by / or |, with a dot for a missing one.',
    fix: 'bcftools shows the first such row: bcftools view input.vcf.gz > /dev/null',
  },
  'gt-allele-out-of-range': {
    severity: 'error',
    why: 'Genotypes name an allele that the row does not have, so the row was changed after the calling.',
    fix: 'Leave these rows out, or take them from the original file; the count says how many genotypes they are.',
  },
  'ploidy-haploid': {
    severity: 'error',
    why: 'On an autosome everybody has two copies; engines stop at this, or go on and give wrong results.',
    fix: 'Make them diploid or leave these samples out: bcftools +fixploidy input.vcf.gz -Oz -o output.vcf.gz -- -f 2',
  },
  'ploidy-polyploid': {
    severity: 'error',
    why: 'The engines read people with two copies of an autosome, not more.',
    fix: 'Leave these rows out, or call them again as diploid.',
  },
  'phase-mixed': {
    severity: 'note',
    why: 'Some genotypes are phased and some are not; half a phase cannot be used.',
    fix: 'Nothing to do: all are phased again.',
  },
} as const satisfies FindingTexts
