import { count } from '../i18n/format.ts'
import type { Dictionary } from '../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  title: 'Sites',
  lead: 'Les institutions de la fédération, telles que ce site les connaît.',
  site: 'Site',
  contact: 'Contact',
  heard: 'Dernières nouvelles',
  never: 'jamais',
  response: 'Répond en',
  milliseconds: (n) => `${n} ms`,
  noneTitle: 'Ce site n’en connaît aucun autre',
  none: 'Il n’a encore rejoint aucune fédération. Vos propres panels sont utilisables.',
  alone: 'Le document de la fédération ne cite aucun autre site.',
  lost: (lost, all) =>
    `${count('fr', lost, { one: '# site', other: '# sites' })} sur ${all} sans nouvelles ; ce qui en est montré est ancien.`,
  document: (version, issued, expires) =>
    `Selon la version ${version} du document de la fédération, signée le ${issued}, valable jusqu’au ${expires}.`,
  own: 'C’est le site auquel vous êtes connecté.',
  unknown: 'Ce site ne figure pas, ou plus, dans le document de la fédération.',
  panels: 'Panels de référence',
  panel: 'Panel',
  use: 'Utilisable',
  load: 'Charge',
  noPanels: 'Ce site n’indique aucun panel',
}
