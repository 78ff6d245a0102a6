/** How to prepare genotypes; the words are in the dictionaries under the same name. */
export const RECIPES = [
  {
    name: 'compress',
    command: 'bcftools view -Oz -o cohort.vcf.gz cohort.vcf && bcftools index -t cohort.vcf.gz',
  },
  {
    name: 'split',
    command:
      'for c in {1..22}; do bcftools view -r $c -Oz -o cohort.chr$c.vcf.gz cohort.vcf.gz; done',
  },
  { name: 'sort', command: 'bcftools sort -Oz -o sorted.vcf.gz cohort.vcf.gz' },
  {
    name: 'plink',
    command: 'plink2 --bfile cohort --recode vcf-4.2 bgz --output-chr 26 --out cohort',
  },
  {
    name: 'rename',
    command:
      'for c in {1..22}; do echo "chr$c $c"; done > names.txt\nbcftools annotate --rename-chrs names.txt -Oz -o renamed.vcf.gz cohort.vcf.gz',
  },
  {
    name: 'align',
    command: 'bcftools norm -f GRCh38.fa -c ws -Oz -o aligned.vcf.gz cohort.vcf.gz',
  },
] as const
