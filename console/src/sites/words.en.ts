import { count } from '../i18n/format.ts'

export const en = {
  title: 'Sites',
  lead: 'Institutions of the federation, as this site has heard of them.',
  site: 'Site',
  contact: 'Contact',
  heard: 'Last heard',
  never: 'never',
  response: 'Answers within',
  milliseconds: (n: string) => `${n} ms`,
  noneTitle: 'This site knows no other site',
  none: 'It has joined no federation yet. Your own panels can be used.',
  alone: 'The federation document lists no other site.',
  lost: (lost: number, all: number) =>
    `${count('en', lost, { one: '# site', other: '# sites' })} of ${all} not heard of; shown as they were last.`,
  document: (version: string, issued: string, expires: string) =>
    `From version ${version} of the federation document, signed ${issued}, good until ${expires}.`,
  own: 'This is the site that you are logged in to.',
  unknown: 'This site is not in the federation document, or not any more.',
  panels: 'Reference panels',
  panel: 'Panel',
  use: 'Can be used',
  load: 'Load',
  noPanels: 'This site tells of no panel',
}
