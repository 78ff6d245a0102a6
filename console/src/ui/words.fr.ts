import { count } from '../i18n/format.ts'
import type { Dictionary } from '../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  loading: 'Chargement…',
  retry: 'Réessayer',
  asOf: (time) => `Données de ${time} ; la mise à jour a échoué.`,
  asOfPartial: (time) => `Données de ${time}.`,
  close: 'Fermer',
  cancel: 'Annuler',
  copy: 'Copier',
  copied: 'Copié',
  copyFailed: 'Copie impossible : sélectionnez le texte et copiez-le vous-même',
  seen: 'Ce qui a été vu',
  why: 'Pourquoi c’est important',
  fix: 'Comment y remédier',
  field: 'Où',
  request: 'Requête',
  code: 'Code',
  site: 'Site',
  more: 'En savoir plus sur ce problème',
  unreachableTitle: 'Le serveur ne répond pas',
  unreachableText:
    'Vos travaux ne dépendent pas de cette page : ils se poursuivent sur les sites qui les traitent. Cette page réessaie d’elle-même.',
  notFoundTitle: 'Il n’y a rien ici',
  waitSeconds: (n) =>
    count('fr', n, {
      one: 'De nouveau possible dans # seconde.',
      other: 'De nouveau possible dans # secondes.',
    }),
  serverTitle: (status) => `Le serveur a répondu avec le statut ${status}`,
  required: 'obligatoire',
  typeToConfirm: (word) => `Saisissez ${word} pour continuer`,
  show: 'Afficher',
  hide: 'Masquer',
  newRows: (n) =>
    count('fr', n, { one: 'Afficher # nouvelle ligne', other: 'Afficher # nouvelles lignes' }),
  moreRows: 'Afficher la suite',
  rowsShown: (n) => count('fr', n, { one: '# ligne', other: '# lignes' }),
  sortedUp: 'trié par ordre croissant',
  sortedDown: 'trié par ordre décroissant',
  selectRow: (name) => `Sélectionner ${name}`,
  selected: (n) => count('fr', n, { one: '# sélectionné', other: '# sélectionnés' }),
  dismiss: 'Masquer ce message',
  breadcrumbs: 'Où vous êtes',
}
