const PHASED_FILE = 'Give a VCF or BCF with phased genotypes.'

/** Why files cannot be made into a reference panel, and what mends that. No sample id in any of it. */
export const PANEL_SOURCE_FAULTS = {
  'source-unreadable': {
    detail: '{file} is not a file that the node can read',
    fix: "Copy it to the node's machine and make it readable for the node's user.",
  },
  'source-no-vcf': {
    detail: '{file} is not a VCF or BCF, or names a person twice',
    fix: 'See what `bcftools view {file} > /dev/null` says of it.',
  },
  'source-cut-short': {
    detail: '{file} is damaged or cut short',
    fix: 'See what `bcftools view {file} > /dev/null` says of it.',
  },
  'source-not-converted': {
    detail: '{engine} cannot read or convert the genotypes',
    fix: 'See what `bcftools view FILE > /dev/null` says of each file.',
  },
  'source-no-samples': { detail: '{file} has no samples', fix: PHASED_FILE },
  'source-no-variants': { detail: '{file} has no variants', fix: PHASED_FILE },
  'source-no-genotypes': { detail: '{file} has records without genotypes', fix: PHASED_FILE },
  'source-other-people': {
    detail: '{file} has other people, or another order, than {other}',
    fix: 'Put them in one order: `bcftools query -l {other} > people && bcftools view -S people {file} -Ob -o ordered.bcf`',
  },
  'source-other-build': {
    detail: 'the header of {file} has the chromosome lengths of {other}, not of {declared}',
    fix: 'Add the panel with the build {other}.',
  },
  'source-chromosome-twice': {
    detail: 'chromosome {chromosome} is in two files',
    fix: 'Join them first: `bcftools concat -a first.bcf second.bcf -Ob -o joined.bcf`',
  },

  'source-unphased': {
    detail: '{count} × genotypes that are not phased, the first at {first}',
    fix: 'Phase the panel (shapeit4, beagle); where only homozygous genotypes carry a slash: `bcftools +setGT {file} -Ob -o phased.bcf -- -t a -n p`',
  },
  'source-missing': {
    detail: '{count} × missing genotypes, the first at {first}',
    fix: 'Leave such sites out: `bcftools view -g ^miss {file} -Ob -o complete.bcf`; or impute them first.',
  },
  'source-ploidy': {
    detail: '{count} × genotypes that are not diploid, the first at {first}',
    fix: 'Give autosomes of diploid people: `bcftools view -t 1,2,...,22 {file} -Ob -o autosomes.bcf`',
  },
  'source-multiallelic': {
    detail: '{count} × sites with more than two alleles, the first at {first}',
    fix: 'Split them: `bcftools norm -m -any {file} -Ob -o split.bcf`; or leave them out: `bcftools view -m2 -M2 {file} -Ob -o biallelic.bcf`',
  },
  'source-alleles': {
    detail: '{count} × alleles other than A, C, G and T, the first at {first}',
    fix: 'Leave them out: `bcftools view -m2 -M2 -v snps,indels {file} -Ob -o biallelic.bcf`',
  },
  'source-duplicate': {
    detail: '{count} × sites that are there twice, the first at {first}',
    fix: 'Keep the first of each: `bcftools norm -d exact {file} -Ob -o unique.bcf`',
  },
  'source-unsorted': {
    detail: '{count} × records that are not in order, the first at {first}',
    fix: 'Sort: `bcftools sort {file} -Ob -o sorted.bcf`',
  },
  'source-chromosome': {
    detail: '{count} × records outside chromosomes 1 to 22, the first at {first}',
    fix: 'Leave them out: `bcftools view -t 1,2,...,22 {file} -Ob -o autosomes.bcf` (with `chr1,...` where the file says `chr1`)',
  },
  'source-past-end': {
    detail:
      "{count} × positions past the chromosome's end in the declared build, the first at {first}",
    fix: 'Give the build that the positions are of.',
  },

  'source-table-long': {
    detail: '{file} is longer than {maxMiB} MiB',
    fix: 'Give a genetic map or a population table, not genotypes.',
  },
  'source-no-gzip': {
    detail: '{file} is not whole gzip',
    fix: 'See what `gzip -t {file}` says of it.',
  },
  'source-no-population': {
    detail: 'the population table has a line without a population code',
    fix: 'Give two columns, sample and population, with codes of letters, digits and _ up to 20 long.',
  },
  'source-people-missing': {
    detail: "the population table lacks {missing} of the panel's {samples} people",
    fix: 'Add a line for each of `bcftools query -l PANEL`.',
  },
  'source-map-format': {
    detail: 'a genetic map is in no known format',
    fix: 'Give the map in the format of SHAPEIT (`pos chr cM`) or PLINK (`chr id cM pos`).',
  },
  'source-map-line': {
    detail: 'a genetic map has a line that is not in its format',
    fix: 'Mend the map.',
  },
  'source-map-twice': {
    detail: 'there are two genetic maps of chromosome {chromosome}',
    fix: 'Give one map for each chromosome.',
  },
  'source-map-order': {
    detail: 'the genetic map of chromosome {chromosome} is not in rising order',
    fix: 'Sort the map by position: `sort -k1,1n` for SHAPEIT, `sort -k4,4n` for PLINK.',
  },
  'source-map-elsewhere': {
    detail:
      "the genetic map of chromosome {chromosome} does not cover the panel's positions {start} to {end}",
    fix: "Give a map of the panel's build and region, or none.",
  },
} as const
