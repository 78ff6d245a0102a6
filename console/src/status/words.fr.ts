import type { Dictionary } from '../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  title: (site) => `État de ${site}`,
  titleUnknown: 'État de ce site',
  ready: 'Prêt pour les travaux',
  degraded: 'Prêt pour les travaux, avec un défaut',
  notReady: 'Pas prêt pour les travaux',
  announcements: 'Annonces de la fédération',
  announcementsUnknown: 'Elles ne peuvent pas être lues en ce moment.',
  federation: 'Fédération',
  noFederation: 'Ce site n’a encore rejoint aucune fédération.',
  version: 'Liste des membres',
  versionOf: (version) => `version ${version}`,
  issued: 'Signée',
  expires: 'Valable jusqu’au',
  expired: 'Elle a expiré : les travaux en cours se terminent, les nouveaux attendent.',
  panels: 'Panels de référence',
  panelsUnknown: 'Ils ne peuvent pas être comptés en ce moment.',
  panelsOf: (served, reachable) =>
    `${served} ici, ${reachable} utilisables en ce moment dans la fédération`,
  peers: 'Autres sites',
  noPeers: 'Aucun autre site n’est connu.',
  site: 'Site',
  contact: 'Contact',
  heard: 'Dernières nouvelles',
  never: 'jamais',
  answerTime: 'Temps de réponse',
  software: 'Logiciel',
  asOf: 'Données du',
}
