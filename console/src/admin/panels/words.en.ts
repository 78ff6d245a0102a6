import { count } from '../../i18n/format.ts'

export const en = {
  title: 'Reference panels of this site',
  add: 'Add a panel',
  list: 'Panels',
  none: 'This site serves no panel',
  noneText:
    'A panel is made from phased VCF or BCF files that lie on the node’s machine. No haplotype leaves the site.',
  columns: {
    panel: 'Panel',
    state: 'State',
    build: 'Build',
    samples: 'Samples',
    chromosomes: 'Chromosomes',
    access: 'May be used by',
    size: 'Files',
    made: 'Made',
    actions: 'Actions',
  },
  states: { published: 'served', withdrawn: 'withdrawn' },
  version: (version: string) => `version ${version}`,
  own: 'this site alone',
  members: 'every active site',
  withdraw: 'Withdraw',
  withdrawOf: (name: string) => `Withdraw ${name}`,
  withdrawTitle: (name: string) => `Withdraw ${name}?`,
  withdrawText:
    'Runs whose engines are at work finish; those that wait in the queue fail, and no new one is taken. Its files stay until nothing needs them.',
  withdrawn: 'The panel is withdrawn',
  tasks: 'Adding',
  noTasks: 'No panel has been added yet.',
  taskStates: { running: 'under way', done: 'done', failed: 'failed' },
  taskOf: (panel: string) => `Adding ${panel}`,
  begun: 'Begun',
  ended: 'ended',
  steps: (done: number, total: number) =>
    `${done} of ${count('en', total, { one: '# step', other: '# steps' })}`,
  form: {
    lead: 'The files have to lie on the node’s machine, and the node’s user has to be able to read them.',
    name: 'Id at this site',
    nameHint: (siteId: string) =>
      `Small letters, digits, points and hyphens; it becomes ${siteId}/…`,
    title: 'Title',
    version: 'Version',
    versionHint: 'Such as 2026-11 or v6',
    build: 'Genome build',
    genotypeFiles: 'Genotype files',
    genotypeHint:
      'Phased VCF or BCF, one absolute path a line; each may have one or more autosomes.',
    mapFiles: 'Genetic maps',
    mapHint:
      'SHAPEIT, PLINK or Eagle format, one path a line. Without any, 1 cM/Mb is used everywhere.',
    populationFile: 'Populations',
    populationHint:
      'Path of a file with sample and population on each line; researchers then can compare frequencies.',
    access: 'May be used by',
    own: 'This site alone',
    members: 'Every active site of the federation',
    some: 'These sites',
    sites: 'Site ids',
    sitesHint: 'One a line, such as site:lund',
    sketch: 'Publish a sketch of its sites',
    sketchHint:
      'A sample of 20,000 positions and alleles, without frequencies or genotypes, by which researchers of the sites that may use it see what part of their variants the panel has.',
    minSamples: 'Fewest samples of a job',
    maxSamples: 'Most samples of a job',
    licence: 'Licence',
    terms: 'Terms of use',
    termsHint: 'Plain text that every researcher agrees to before a job.',
    begin: 'Build and publish',
    begun: 'The panel is being built',
  },
}
