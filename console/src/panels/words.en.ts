import { count } from '../i18n/format.ts'

export const en = {
  title: 'Reference panels',
  lead: 'A panel stays where it is: your genotypes go to it, encrypted, and come back imputed.',
  panel: 'Panel',
  noneTitle: 'No panel can be seen',
  none: 'Your site holds none and has heard of none. The administrators of your site can join a federation or add a panel.',
  unreachable: (n: number) =>
    count('en', n, {
      one: 'The host of # panel has not been heard of for a while; it is shown as it was last.',
      other:
        'The hosts of # panels have not been heard of for a while; they are shown as they were last.',
    }),
  closed: 'Not open to your site',
  host: 'Host',
  hostLoad: 'Load of the host',
  populations: 'Ancestry',
  noPopulations: 'not told',
  people: (n: number) => count('en', n, { one: '# person', other: '# people' }),
  build: 'Genome build',
  samples: 'People',
  variants: 'Variants',
  chromosomes: 'Chromosomes',
  chromosome: 'Chromosome',
  from: 'From',
  to: 'To',
  version: (version: string) => `Version ${version}`,
  versionName: 'Version',
  load: (running: string, queued: string) => `${running} running, ${queued} waiting`,
  told: (age: string) => `as it said ${age}`,
  toldNothing: 'not told yet',
  choose: (title: string) => `Compare ${title}`,
  compare: (n: number) => (n === 0 ? 'Compare' : `Compare ${n}`),
  compareHint: (most: number) => `Choose up to ${most}.`,
  compareTitle: 'Panels side by side',
  nothingChosen: 'No panel is chosen to compare',
  use: 'Can be used',
  wait: 'Wait in the queue',
  waitWords: (half: string, most: string, runs: string) =>
    `half of the jobs within ${half}, nine of ten within ${most} (of ${runs} that ended)`,
  noTimes: 'No basis yet: too few jobs have ended there.',
  phasing: 'Phasing engines',
  engines: { eagle: 'Eagle', shapeit4: 'SHAPEIT4' },
  cohort: 'Size of a cohort',
  cohortWords: (least: string, most: string) => `${least} to ${most} people`,
  sketch: 'Sketch of its sites',
  noSketch: 'not published',
  sketchWords: (n: number) =>
    count('en', n, {
      one: '1 site, to compare your variants with',
      other: '# sites, to compare your variants with',
    }),
  licence: 'Licence',
  notTold: 'not told',
  about: 'About this panel',
  terms: 'Terms of use',
  naming: 'How to name it',
  namingText:
    'The digest covers every file of the panel, so that others can tell exactly what was imputed against.',
  citation: (title: string, version: string, host: string, id: string, digest: string) =>
    `${title}, version ${version}, held by ${host} (${id}, SHA-256 ${digest})`,
  newJob: 'New job',
}
