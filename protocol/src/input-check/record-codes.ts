import type { FindingTexts } from '../finding-texts.ts'

/** What can be wrong with, or worth saying of, the variants and genotypes. */
export const RECORD_FINDINGS = {
  'records-missing': {
    severity: 'error',
    seen: 'a header and no row',
    why: 'There is a header but no variant, so there is nothing to impute.',
    fix: 'Look at how the file was made; a filter or a region may have left nothing: bcftools view -H input.vcf.gz | wc -l',
  },
  'line-limit': {
    severity: 'error',
    seen: 'a line of more than {bytes} bytes',
    why: 'No variant needs a line of this length.',
    fix: 'Keep the genotypes only: bcftools annotate -x INFO,^FORMAT/GT -Oz -o output.vcf.gz input.vcf.gz',
  },
  'line-ends-crlf': {
    severity: 'note',
    seen: 'a line that ends with CRLF',
    why: 'Lines end as Windows writes them, which many tools take for a part of the last sample.',
    fix: "Nothing to do: they are mended. To do it yourself: zcat input.vcf.gz | tr -d '\\r' | bgzip > output.vcf.gz",
  },
  'lines-empty': {
    severity: 'note',
    seen: 'a line without text',
    why: 'VCF has no empty lines; some tools stop at one.',
    fix: "Nothing to do: they are left out. To do it yourself: zcat input.vcf.gz | sed '/^$/d' | bgzip > output.vcf.gz",
  },
  'column-count': {
    severity: 'error',
    seen: {
      other: '{columns} columns, the header has {expected}',
      fewer: 'fewer than {expected} columns',
    },
    why: 'A row with more or fewer columns than the header names gives genotypes to the wrong people.',
    fix: 'Make the file again; bcftools shows the first such row: bcftools view input.vcf.gz > /dev/null',
  },
  'chromosome-prefix': {
    severity: 'note',
    seen: 'chr before the number',
    why: 'Panels name chromosomes 1 to 22; the file writes chr before them.',
    fix: 'Nothing to do: the prefix is taken off. To do it yourself: bcftools annotate --rename-chrs names.txt -Oz -o output.vcf.gz input.vcf.gz',
  },
  'chromosomes-interleaved': {
    severity: 'error',
    seen: {
      named: 'chromosome "{name}" again',
      strange: 'a chromosome whose name has unusual characters, again',
    },
    why: 'All rows of a chromosome must stand together, or the file cannot be indexed.',
    fix: 'Sort the file: bcftools sort -Oz -o output.vcf.gz input.vcf.gz',
  },
  unsorted: {
    severity: 'error',
    seen: {
      row: 'a position smaller than that of the row before',
      host: 'records out of order, or a chromosome that appears twice',
    },
    why: 'Positions that go back cannot be indexed, and the engines stop or leave variants out.',
    fix: 'Sort the file: bcftools sort -Oz -o output.vcf.gz input.vcf.gz',
  },
  'position-invalid': {
    severity: 'error',
    seen: {
      named: 'position "{value}"',
      strange: 'a position with unusual characters',
    },
    why: 'A position is a whole number of bases, counted from 1.',
    fix: 'Mend or leave out these rows: bcftools view -i "POS>0" -Oz -o output.vcf.gz input.vcf.gz',
  },
  'position-telomere': {
    severity: 'error',
    seen: 'position 0',
    why: 'Position 0 is the telomere; there is no variant of a panel there.',
    fix: 'Leave these rows out: bcftools view -i "POS>0" -Oz -o output.vcf.gz input.vcf.gz',
  },
  'position-past-end': {
    severity: 'error',
    seen: {
      one: "a position after the chromosome's end in {build}",
      both: "a position after the chromosome's end in both builds",
    },
    why: 'The chromosome is shorter than that in this build, so rows are wrong or of another build.',
    fix: 'Look at these rows, and leave them out or lift the file: bcftools view -H input.vcf.gz | cut -f 1-5 | sort -k2,2n | tail',
  },
  'position-repeated': {
    severity: 'error',
    seen: 'more than {limit} rows at a position',
    why: 'No position has this many variants: the file repeats rows.',
    fix: 'Drop the repeats: bcftools norm -d exact -Oz -o output.vcf.gz input.vcf.gz',
  },
  'positions-duplicate': {
    severity: 'note',
    seen: 'the position of the row before',
    why: 'Several rows have the position of the row before; quality control keeps those that the panel has.',
    fix: 'Nothing to do. To drop repeated rows yourself: bcftools norm -d exact -Oz -o output.vcf.gz input.vcf.gz',
  },
  'alleles-equal': {
    severity: 'error',
    seen: 'REF and ALT alike',
    why: 'REF and ALT are the same, so nobody can say what the genotypes count.',
    fix: 'Leave these rows out: bcftools view -e "REF=ALT" -Oz -o output.vcf.gz input.vcf.gz',
  },
  'alleles-missing': {
    severity: 'error',
    seen: 'an empty REF or ALT',
    why: 'A variant needs a REF allele and an ALT column.',
    fix: 'Mend or leave out these rows.',
  },
  'gt-missing': {
    severity: 'error',
    seen: 'FORMAT without GT',
    why: 'Imputation starts from genotypes; these rows have none.',
    fix: 'Add hard calls, for instance from dosages or likelihoods with `bcftools +tag2tag`, or with `plink2 --export vcf`.',
  },
  'gt-not-first': {
    severity: 'error',
    seen: 'GT after another field',
    why: 'GT must be the first FORMAT field (VCF 4.2 section 1.4.2); tools read the first field as genotype.',
    fix: 'Write the file again: bcftools annotate -x ^FORMAT/GT -Oz -o output.vcf.gz input.vcf.gz',
  },
  'gt-unreadable': {
    severity: 'error',
    seen: 'a genotype',
    why: 'A genotype is allele numbers parted by / or |, with a dot for a missing one.',
    fix: 'bcftools shows the first such row: bcftools view input.vcf.gz > /dev/null',
  },
  'gt-allele-out-of-range': {
    severity: 'error',
    seen: 'an allele number above those of the row',
    why: 'Genotypes name an allele that the row does not have, so the row was changed after the calling.',
    fix: 'Leave these rows out, or take them from the original file; the count says how many genotypes they are.',
  },
  'ploidy-haploid': {
    severity: 'error',
    seen: '{haploid} of {samples} samples with single alleles',
    why: 'On an autosome everybody has two copies; engines stop at this, or go on and give wrong results.',
    fix: 'Make them diploid or leave these samples out: bcftools +fixploidy input.vcf.gz -Oz -o output.vcf.gz -- -f 2',
  },
  'ploidy-polyploid': {
    severity: 'error',
    seen: 'a genotype of more than two alleles',
    why: 'The engines read people with two copies of an autosome, not more.',
    fix: 'Leave these rows out, or call them again as diploid.',
  },
  'phase-mixed': {
    severity: 'note',
    seen: 'both / and | in genotypes',
    why: 'Some genotypes are phased and some are not; half a phase cannot be used.',
    fix: 'Nothing to do: all are phased again.',
  },
} as const satisfies FindingTexts
