import { count } from '../i18n/format.ts'
import type { Dictionary } from '../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  title: 'Accueil',
  attention: 'Demande votre attention',
  running: 'En cours',
  latest: 'Terminés récemment',
  all: 'Tous les travaux',
  noneTitle: 'Pas encore de travaux',
  none: 'Un travail impute vos génotypes avec un panel de référence que détient une autre institution. Vos fichiers sont d’abord vérifiés, et quittent votre site chiffrés.',
  nothingRunning: 'Aucun de vos derniers travaux n’est en cours.',
  nothingEnded: 'Aucun de vos derniers travaux n’est terminé.',
  storage: 'Stockage',
  used: (used, quota) => `${used} utilisés sur ${quota}`,
  usedOnly: (used) => `${used} utilisés`,
  files: (n) => count('fr', n, { one: '# fichier', other: '# fichiers' }),
  federation: 'Fédération',
  panels: (reachable, known) =>
    `${reachable} sur ${count('fr', known, { one: '# panel de référence utilisable', other: '# panels de référence utilisables' })} en ce moment`,
  lastHeard: 'Dernières nouvelles',
  never: 'jamais',
  notHeard: (lost, all, oldest) =>
    `${count('fr', lost, { one: '# site', other: '# sites' })} sur ${all} sans nouvelles (${oldest}). Les travaux en cours s’y poursuivent.`,
  noFederation: 'Ce site ne connaît encore aucun autre site.',
}
