import type { FindingTexts } from '../finding-texts.ts'

/** What can be wrong with, or worth saying of, a file before its first VCF line. */
export const CONTAINER_FINDINGS = {
  'container-gzip': {
    severity: 'note',
    seen: 'plain gzip',
    why: 'The engines need bgzip, which can be read from any place in the file.',
    fix: 'Nothing to do: the file is compressed again. To do it yourself: gunzip -c input.vcf.gz | bgzip > output.vcf.gz',
  },
  'container-gzip-members': {
    severity: 'note',
    seen: 'several gzip members',
    why: 'Several gzip files were put one after another; the engines need bgzip.',
    fix: 'Nothing to do: the file is compressed again. To do it yourself: gunzip -c input.vcf.gz | bgzip > output.vcf.gz',
  },
  'container-text': {
    severity: 'note',
    seen: 'plain text',
    why: 'The engines need bgzip, and an upload of plain text takes far longer.',
    fix: 'Nothing to do: the file is compressed. To do it yourself: bgzip input.vcf',
  },
  'container-bcf': {
    severity: 'note',
    seen: 'BCF',
    why: 'BCF is the binary form of VCF; it is turned into VCF before it is used.',
    fix: 'Nothing to do. To do it yourself: bcftools view -Oz -o output.vcf.gz input.bcf',
  },
  'container-bcf-unchecked': {
    severity: 'warning',
    seen: 'BCF',
    why: 'BCF cannot be read here, so only the node can check it, after the upload.',
    fix: 'Upload it as it is, or turn it into VCF first: bcftools view -Oz -o output.vcf.gz input.bcf',
  },
  'container-bcf-unreadable': {
    severity: 'error',
    seen: 'bcftools ended with an error',
    why: 'bcftools could not read the file to its end, so it is damaged or cut.',
    fix: 'Look at what bcftools says and make the file again: bcftools view input.bcf > /dev/null',
  },
  'container-zip': {
    severity: 'error',
    seen: {
      full: 'a zip archive',
      empty: 'an empty zip archive',
    },
    why: 'A zip archive is another format than bgzip, whatever the file is called.',
    fix: 'Unpack it and compress the VCF inside: unzip input.zip && bgzip input.vcf',
  },
  'container-compressed-twice': {
    severity: 'error',
    seen: 'gzip within gzip',
    why: 'The text was compressed twice, and no tool looks for that.',
    fix: 'Take one layer off: gunzip -c input.vcf.gz > output.vcf.gz',
  },
  'container-html': {
    severity: 'error',
    seen: 'a web page',
    why: 'This is a web page, most often the error page of a failed download.',
    fix: 'Download the data again and look at the first line: zcat -f input.vcf.gz | head -n 1',
  },
  'container-consumer-table': {
    severity: 'error',
    seen: 'a table of rsid, chromosome and position',
    why: 'Raw data of a consumer test are a table of one person, without the other allele.',
    fix: 'Make a VCF of it with the reference genome: bcftools convert --tsv2vcf input.txt -f reference.fa -s NAME -Oz -o output.vcf.gz',
  },
  'container-unknown': {
    severity: 'error',
    seen: {
      bam: 'a BAM file',
      cram: 'a CRAM file',
      bzip2: 'a bzip2 file',
      xz: 'an xz file',
      zstd: 'a zstd file',
      plink: 'a PLINK .bed or .pgen file',
      tar: 'a tar archive',
      binary: 'bytes that are no text',
    },
    why: 'Only VCF (bgzip, gzip or plain text) and BCF can be imputed.',
    fix: 'Look at what the file is, and make a VCF of your data: file input.vcf.gz',
  },
  'file-empty': {
    severity: 'error',
    seen: {
      bytes: 'a file of 0 bytes',
      text: 'a compressed file without text',
    },
    why: 'There is nothing to impute in an empty file.',
    fix: 'Make or upload the file again, and compare its size with the original.',
  },
  'bgzf-truncated': {
    severity: 'error',
    seen: 'the end of the file after {blocks} complete {blocks|block|blocks}',
    why: 'The file ends inside a compressed block, so the rest of its variants is lost.',
    fix: 'Copy or make the file again, and test it: bgzip -t input.vcf.gz',
  },
  'bgzf-eof-missing': {
    severity: 'error',
    seen: 'no end-of-file block after {blocks} complete {blocks|block|blocks}',
    why: 'The end-of-file block is missing, so nobody can tell whether the file was cut.',
    fix: 'Make the file again. If you are sure that it is whole: gunzip -c input.vcf.gz | bgzip > output.vcf.gz',
  },
  'bgzf-trailing-data': {
    severity: 'error',
    seen: 'other bytes after {blocks} complete {blocks|block|blocks}',
    why: 'After a compressed block come bytes that are none, so the file was damaged or glued together.',
    fix: 'Copy or make the file again, and test it: bgzip -t input.vcf.gz',
  },
  'bgzf-damaged': {
    severity: 'error',
    seen: 'block {block} of the file',
    why: 'A compressed block does not match its checksum, so its variants cannot be trusted.',
    fix: 'Copy or make the file again, and test it: bgzip -t input.vcf.gz',
  },
  'gzip-truncated': {
    severity: 'error',
    seen: 'the end of the file after {bytes} bytes of text',
    why: 'The file ends before its compressed data do, so the rest of its variants is lost.',
    fix: 'Copy or make the file again, and test it: gunzip -t input.vcf.gz',
  },
  'gzip-damaged': {
    severity: 'error',
    seen: 'unreadable data after {bytes} bytes of text',
    why: 'The compressed data are damaged, or other data follow them.',
    fix: 'Copy or make the file again, and test it: gunzip -t input.vcf.gz',
  },
  'ratio-limit': {
    severity: 'error',
    seen: '{ratio} bytes of text for each byte of the file',
    why: 'No genotypes compress this well: a file like this only wastes the computer that reads it.',
    fix: 'Look at the text of the file for rows that repeat: zcat input.vcf.gz | cut -f 1-5 | uniq -c | head',
  },
  'size-limit': {
    severity: 'error',
    seen: 'more than {bytes} bytes of text',
    why: 'The text of the file is larger than a site takes.',
    fix: 'Split the study by chromosome: bcftools view -r 22 -Oz -o chr22.vcf.gz input.vcf.gz',
  },
  'time-limit': {
    severity: 'error',
    seen: 'more than {seconds} s',
    why: 'A check that takes this long would hold up everybody else.',
    fix: 'Split the study by chromosome: bcftools view -r 22 -Oz -o chr22.vcf.gz input.vcf.gz',
  },
  'check-stopped': {
    severity: 'error',
    seen: 'a request to stop',
    why: 'The check was stopped before it had read the whole file.',
    fix: 'Start the check again.',
  },
} as const satisfies FindingTexts
