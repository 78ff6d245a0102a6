import { count } from '../i18n/format.ts'

export const en = {
  title: 'Overview',
  attention: 'Needs you',
  running: 'Under way',
  latest: 'Ended lately',
  all: 'All jobs',
  noneTitle: 'No jobs yet',
  none: 'A job imputes your genotypes against a reference panel that another institution holds. Your files are checked first, and leave your site encrypted.',
  nothingRunning: 'None of your latest jobs is under way.',
  nothingEnded: 'None of your latest jobs has ended.',
  storage: 'Storage',
  used: (used: string, quota: string) => `${used} of ${quota} used`,
  usedOnly: (used: string) => `${used} used`,
  files: (n: number) => count('en', n, { one: '1 file', other: '# files' }),
  federation: 'Federation',
  panels: (reachable: number, known: number) =>
    `${reachable} of ${count('en', known, { one: '1 reference panel', other: '# reference panels' })} can be used now`,
  lastHeard: 'Last heard',
  never: 'never',
  notHeard: (lost: number, all: number, oldest: string) =>
    `${count('en', lost, { one: '1 site', other: '# sites' })} of ${all} not heard from (${oldest}). Running jobs go on there.`,
  noFederation: 'This site knows no other site yet.',
}
