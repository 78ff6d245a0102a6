import type { FindingTexts } from '../finding-texts.ts'

const KEEP_AUTOSOMES =
  'bcftools index input.vcf.gz && bcftools view -r 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22 -Oz -o output.vcf.gz input.vcf.gz (write chr1,chr2 and so on where the file does)'

/** What can be wrong with a header, its sample ids, and with several files together. */
export const HEADER_FINDINGS = {
  'fileformat-missing': {
    severity: 'warning',
    seen: 'another first line',
    why: 'The first line of a VCF says which version of the format follows.',
    fix: 'Begin the file with ##fileformat=VCFv4.2',
  },
  'fileformat-unknown': {
    severity: 'warning',
    seen: {
      named: '"{version}"',
      strange: 'a version with unusual characters',
    },
    why: 'The file is read as VCF 4.2, which may not be what its author meant.',
    fix: 'Write the version that the file follows in its first line, for instance ##fileformat=VCFv4.2',
  },
  'byte-order-mark': {
    severity: 'error',
    seen: 'three bytes before the first character',
    why: 'An editor wrote an invisible mark before the first line, and VCF tools do not know it.',
    fix: "Take the mark away: zcat -f input.vcf.gz | sed '1s/^\\xEF\\xBB\\xBF//' | bgzip > output.vcf.gz",
  },
  'line-ends-cr': {
    severity: 'error',
    seen: 'a carriage return within the first line',
    why: 'Lines end with a carriage return alone, so VCF tools see one endless line.',
    fix: "Write ordinary line ends: zcat -f input.vcf.gz | tr '\\r' '\\n' | bgzip > output.vcf.gz",
  },
  'header-missing': {
    severity: 'error',
    seen: {
      text: 'text before any column line',
      row: 'a row before any column line',
      nowhere: 'no column line in the whole file',
    },
    why: 'Without the line that begins with #CHROM nobody knows the columns and the samples.',
    fix: 'Put the header back: bcftools reheader -h header.txt -o output.vcf.gz input.vcf.gz',
  },
  'column-line-invalid': {
    severity: 'error',
    seen: 'other columns than those of VCF',
    why: 'The column line must name the columns of VCF 4.2 section 1.3, in their order.',
    fix: 'Begin it with #CHROM, POS, ID, REF, ALT, QUAL, FILTER, INFO, FORMAT, with tabs between them.',
  },
  'spaces-not-tabs': {
    severity: 'error',
    seen: {
      columns: 'spaces in the column line',
      row: 'a row with spaces and no tab',
    },
    why: 'VCF columns are parted by tabs. Most often an editor or a copy from a terminal changed them.',
    fix: "Make tabs of the spaces: zcat input.vcf.gz | sed '/^##/!s/ \\+/\\t/g' | bgzip > output.vcf.gz",
  },
  'genotypes-missing': {
    severity: 'error',
    seen: 'no sample columns',
    why: 'The file lists sites only; imputation needs genotypes of samples.',
    fix: 'Take the file with FORMAT and sample columns, not the sites-only one.',
  },
  'sample-id-empty': {
    severity: 'error',
    seen: {
      few: 'an empty sample id in {count|column|columns} {columns}',
      many: 'an empty sample id in columns {columns} and {more} more',
    },
    why: 'Every sample needs an id, so that results can be given back to it.',
    fix: 'Give every sample an id: bcftools reheader -s ids.txt -o output.vcf.gz input.vcf.gz',
  },
  'sample-id-duplicate': {
    severity: 'error',
    seen: {
      few: 'a sample id of an earlier column in {count|column|columns} {columns}',
      many: 'a sample id of an earlier column in columns {columns} and {more} more',
    },
    why: 'Two samples with one id cannot be told apart in the results.',
    fix: 'Give every sample its own id: bcftools reheader -s ids.txt -o output.vcf.gz input.vcf.gz',
  },
  'sample-id-hostile': {
    severity: 'error',
    seen: {
      few: 'a sample id with characters that are not safe in {count|column|columns} {columns}',
      many: 'a sample id with characters that are not safe in columns {columns} and {more} more',
    },
    why: 'Such ids make spreadsheets, shells, web pages or file systems do what nobody wanted.',
    fix: 'Use letters, digits, dot, hyphen and underscore: bcftools reheader -s ids.txt -o output.vcf.gz input.vcf.gz',
  },
  'samples-limit': {
    severity: 'error',
    seen: '{samples} samples, over {limit}',
    why: 'The file has more samples than can be read.',
    fix: 'Split it by samples: bcftools view -S ids.txt -Oz -o part.vcf.gz input.vcf.gz',
  },
  'header-limit': {
    severity: 'error',
    seen: 'a header of more than {bytes} bytes',
    why: 'A header of this size holds something else than a header.',
    fix: 'Drop the lines that are not needed: bcftools annotate -x INFO,FILTER -Oz -o output.vcf.gz input.vcf.gz',
  },
  'contigs-limit': {
    severity: 'error',
    seen: 'more than {limit} ##contig lines',
    why: 'No human genome build has this many contigs.',
    fix: 'Drop the ##contig lines that are not needed: bcftools reheader -h header.txt -o output.vcf.gz input.vcf.gz',
  },
  'header-in-body': {
    severity: 'error',
    seen: 'a header line after the column line',
    why: 'Header lines between the variants show that files were put one after another.',
    fix: 'Join files with the tool for it: bcftools concat -Oz -o output.vcf.gz a.vcf.gz b.vcf.gz',
  },
  'build-mismatch': {
    severity: 'error',
    seen: {
      rows: 'declared {declared}, but {rows} {rows|row|rows} where {declared} has no sequence {rows|shows|show} {detected}',
      contigs: 'declared {declared}, but ##contig lengths show {detected}',
      panel: 'the job is on {declared}, the panel on {panelBuild}',
    },
    why: 'Positions of another genome build meet other variants of the panel, and the results are wrong without looking so.',
    fix: 'Choose the build that the file has, or lift the file to the build of the panel before.',
  },
  'chromosome-x-unsupported': {
    severity: 'error',
    seen: 'chromosome X',
    why: 'This version imputes the autosomes, 1 to 22.',
    fix: `Leave chromosome X out: ${KEEP_AUTOSOMES}`,
  },
  'chromosome-y-unsupported': {
    severity: 'error',
    seen: 'chromosome Y',
    why: 'This version imputes the autosomes, 1 to 22.',
    fix: `Leave chromosome Y out: ${KEEP_AUTOSOMES}`,
  },
  'chromosome-mt-unsupported': {
    severity: 'error',
    seen: 'mitochondrial variants',
    why: 'This version imputes the autosomes, 1 to 22.',
    fix: `Leave the mitochondrial variants out: ${KEEP_AUTOSOMES}`,
  },
  'chromosome-unknown': {
    severity: 'error',
    seen: {
      named: 'chromosome "{name}"',
      strange: 'a chromosome whose name has unusual characters',
    },
    why: 'No panel has such a chromosome; this version imputes the autosomes, 1 to 22.',
    fix: `Rename the chromosomes with \`bcftools annotate --rename-chrs names.txt -Oz -o output.vcf.gz input.vcf.gz\`, or keep the autosomes alone: ${KEEP_AUTOSOMES}`,
  },
  'chromosome-in-two-files': {
    severity: 'error',
    seen: 'chromosome {chromosome}, also in file {file} of the job',
    why: 'Nobody can say which of the two files is to be imputed for this chromosome.',
    fix: 'Leave one file out, or join them: bcftools concat -a -D -Oz -o output.vcf.gz a.vcf.gz b.vcf.gz',
  },
  'samples-differ': {
    severity: 'error',
    seen: {
      counts: '{missing} {missing|sample|samples} of the first file missing, {added} added',
      host: 'files with other samples, or the same in another order',
    },
    why: 'All files of a job are about the same people.',
    fix: 'Take the samples that all files have: bcftools view -S ids.txt -Oz -o output.vcf.gz input.vcf.gz',
  },
  'sample-order-differs': {
    severity: 'error',
    seen: 'another order than in the first file, from column {column}',
    why: 'Columns are joined by their place, so another order mixes people up.',
    fix: 'Put the samples into one order: bcftools view -S ids.txt -Oz -o output.vcf.gz input.vcf.gz',
  },
  'samples-too-few': {
    severity: 'error',
    seen: '{samples} {samples|sample|samples}, the panel asks for {limit}',
    why: 'The panel asks for more samples: with few, frequencies cannot be checked and the panel could be probed.',
    fix: 'Add samples, or choose a panel that takes fewer.',
  },
  'samples-too-many': {
    severity: 'error',
    seen: '{samples} samples, the panel takes {limit}',
    why: 'The panel takes fewer samples in one job.',
    fix: 'Split the study by samples: bcftools view -S ids.txt -Oz -o part.vcf.gz input.vcf.gz',
  },
} as const satisfies FindingTexts
