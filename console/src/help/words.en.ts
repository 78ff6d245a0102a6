import { count } from '../i18n/format.ts'

export const en = {
  title: 'Help',
  begin: {
    title: 'Impute your genotypes',
    files:
      'Choose your VCF files. They are checked in your browser; nothing is sent before you say so.',
    panel: 'Choose a reference panel. Each says what speaks for it and against it with your files.',
    key: 'Make a key. Results are encrypted for it at the host site; only you can open them.',
    results:
      'Submit. You are told when the results are ready; download and open them here or by `crosspanel download`.',
    go: 'Begin a new job',
  },
  errors: {
    title: 'Errors',
    text: 'What a site can refuse, by the code that stands in every refusal.',
    go: 'Look an error up',
    search: 'Search',
    found: (n: number) => count('en', n, { one: '# error', other: '# errors' }),
    none: 'No error has these words',
    unknown: 'There is no error with this code',
    means: 'What it means',
    fix: 'How to mend it',
    status: 'HTTP status',
  },
  recipes: {
    title: 'Prepare your files',
    text: 'Commands for the usual steps, with bcftools and plink2 on your own machine.',
    compress: 'Compress with BGZF (plain gzip will not do) and index',
    split: 'One file for each chromosome',
    sort: 'Sort by position',
    plink: 'From PLINK bed, bim and fam to VCF',
    rename: 'From chr20 to 20 (GRCh37 has no prefix; GRCh38 has one)',
    align: 'Set the reference alleles by the genome, and tell where strands do not fit',
  },
  ask: {
    title: 'Whom to ask',
    text: 'The administrators of your site know its storage, accounts and federation. Give them the code and the request id of the error.',
    status: 'Status of this site',
    api: 'Description of the API',
  },
}
