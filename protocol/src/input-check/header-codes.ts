import type { FindingTexts } from './findings.ts'

const KEEP_AUTOSOMES =
  'bcftools index input.vcf.gz && bcftools view -r 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22 -Oz -o output.vcf.gz input.vcf.gz (write chr1,chr2 and so on where the file does)'

/** What can be wrong with a header, its sample ids, and with several files together. */
export const HEADER_FINDINGS = {
  'fileformat-missing': {
    severity: 'warning',
    why: 'The first line of a VCF says which version of the format follows.',
    fix: 'Begin the file with ##fileformat=VCFv4.2',
  },
  'fileformat-unknown': {
    severity: 'warning',
    why: 'The file is read as VCF 4.2, which may not be what its author meant.',
    fix: 'Write the version that the file follows in its first line, for instance ##fileformat=VCFv4.2',
  },
  'byte-order-mark': {
    severity: 'error',
    why: 'An editor wrote an invisible mark before the first line, and VCF tools do not know it.',
    fix: "Take the mark away: zcat -f input.vcf.gz | sed '1s/^\\xEF\\xBB\\xBF//' | bgzip > output.vcf.gz",
  },
  'line-ends-cr': {
    severity: 'error',
    why: 'Lines end with a carriage return alone, so VCF tools see one endless line.',
    fix: "Write ordinary line ends: zcat -f input.vcf.gz | tr '\\r' '\\n' | bgzip > output.vcf.gz",
  },
  'header-missing': {
    severity: 'error',
    why: 'Without the line that begins with #CHROM nobody knows the columns and the samples.',
    fix: 'Put the header back: bcftools reheader -h header.txt -o output.vcf.gz input.vcf.gz',
  },
  'column-line-invalid': {
    severity: 'error',
    why: 'The column line must name the columns of VCF 4.2 section 1.3, in their order.',
    fix: 'Begin it with #CHROM, POS, ID, REF, ALT, QUAL, FILTER, INFO, FORMAT, with tabs between them.',
  },
  'spaces-not-tabs': {
    severity: 'error',
    why: 'VCF columns are parted by tabs. Most often an editor or a copy from a terminal changed them.',
    fix: "Make tabs of the spaces: zcat input.vcf.gz | sed '/^##/!s/ \\+/\\t/g' | bgzip > output.vcf.gz",
  },
  'genotypes-missing': {
    severity: 'error',
    why: 'The file lists sites only; imputation needs genotypes of samples.',
    fix: 'Take the file with FORMAT and sample columns, not the sites-only one.',
  },
  'sample-id-empty': {
    severity: 'error',
    why: 'Every sample needs an id, so that results can be given back to it.',
    fix: 'Give every sample an id: bcftools reheader -s ids.txt -o output.vcf.gz input.vcf.gz',
  },
  'sample-id-duplicate': {
    severity: 'error',
    why: 'Two samples with one id cannot be told apart in the results.',
    fix: 'Give every sample its own id: bcftools reheader -s ids.txt -o output.vcf.gz input.vcf.gz',
  },
  'sample-id-hostile': {
    severity: 'error',
    why: 'Such ids make spreadsheets, shells, web pages or file systems do what nobody wanted.',
    fix: 'Use letters, digits, dot, hyphen and underscore: bcftools reheader -s ids.txt -o output.vcf.gz input.vcf.gz',
  },
  'samples-limit': {
    severity: 'error',
    why: 'The file has more samples than can be read.',
    fix: 'Split it by samples: bcftools view -S ids.txt -Oz -o part.vcf.gz input.vcf.gz',
  },
  'header-limit': {
    severity: 'error',
    why: 'A header of this size holds something else than a header.',
    fix: 'Drop the lines that are not needed: bcftools annotate -x INFO,FILTER -Oz -o output.vcf.gz input.vcf.gz',
  },
  'contigs-limit': {
    severity: 'error',
    why: 'No human genome build has this many contigs.',
    fix: 'Drop the ##contig lines that are not needed: bcftools reheader -h header.txt -o output.vcf.gz input.vcf.gz',
  },
  'header-in-body': {
    severity: 'error',
    why: 'Header lines between the variants show that files were put one after another.',
    fix: 'Join files with the tool for it: bcftools concat -Oz -o output.vcf.gz a.vcf.gz b.vcf.gz',
  },
  'build-mismatch': {
    severity: 'error',
    why: 'Positions of another genome build meet other variants of the panel, and the results are wrong without looking so.',
    fix: 'Choose the build that the file has, or lift the file to the build of the panel before.',
  },
  'chromosome-x-unsupported': {
    severity: 'error',
    why: 'This version imputes the autosomes, 1 to 22.',
    fix: `Leave chromosome X out: ${KEEP_AUTOSOMES}`,
  },
  'chromosome-y-unsupported': {
    severity: 'error',
    why: 'This version imputes the autosomes, 1 to 22.',
    fix: `Leave chromosome Y out: ${KEEP_AUTOSOMES}`,
  },
  'chromosome-mt-unsupported': {
    severity: 'error',
    why: 'This version imputes the autosomes, 1 to 22.',
    fix: `Leave the mitochondrial variants out: ${KEEP_AUTOSOMES}`,
  },
  'chromosome-unknown': {
    severity: 'error',
    why: 'No panel has such a chromosome; this version imputes the autosomes, 1 to 22.',
    fix: `Keep the autosomes: ${KEEP_AUTOSOMES}. To rename: bcftools annotate --rename-chrs names.txt -Oz -o output.vcf.gz input.vcf.gz`,
  },
  'chromosome-in-two-files': {
    severity: 'error',
    why: 'Nobody can say which of the two files is to be imputed for this chromosome.',
    fix: 'Leave one file out, or join them: bcftools concat -a -D -Oz -o output.vcf.gz a.vcf.gz b.vcf.gz',
  },
  'samples-differ': {
    severity: 'error',
    why: 'All files of a job are about the same people.',
    fix: 'Take the samples that all files have: bcftools view -S ids.txt -Oz -o output.vcf.gz input.vcf.gz',
  },
  'sample-order-differs': {
    severity: 'error',
    why: 'Columns are joined by their place, so another order mixes people up.',
    fix: 'Put the samples into one order: bcftools view -S ids.txt -Oz -o output.vcf.gz input.vcf.gz',
  },
  'samples-too-few': {
    severity: 'error',
    why: 'The panel asks for more samples: with few, frequencies cannot be checked and the panel could be probed.',
    fix: 'Add samples, or choose a panel that takes fewer.',
  },
  'samples-too-many': {
    severity: 'error',
    why: 'The panel takes fewer samples in one job.',
    fix: 'Split the study by samples: bcftools view -S ids.txt -Oz -o part.vcf.gz input.vcf.gz',
  },
} as const satisfies FindingTexts
