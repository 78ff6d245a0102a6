import { count } from '../i18n/format.ts'
import type { Dictionary } from '../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  loading: 'Chargement…',
  retry: 'Réessayer',
  toList: 'Revenir à la liste',
  toOverview: 'Vers l’accueil',
  asOf: (time) => `Dernières données : ${time} ; la mise à jour a échoué.`,
  close: 'Fermer',
  cancel: 'Annuler',
  copy: 'Copier',
  copied: 'Copié',
  copyFailed: 'Copie impossible : sélectionnez le texte et copiez-le vous-même',
  seen: 'Ce qui a été vu',
  why: 'Pourquoi c’est important',
  fix: 'Comment y remédier',
  request: 'Identifiant de la requête',
  code: 'Code',
  site: 'Site',
  more: 'Afficher la suite',
  unreachableTitle: 'Le serveur ne répond pas',
  unreachableText: 'Les travaux se poursuivent entre-temps sur les sites qui les traitent.',
  asksAgain: 'Cette page réessaie d’elle-même.',
  waitSeconds: (n) =>
    count('fr', n, {
      one: 'De nouveau possible dans # seconde.',
      other: 'De nouveau possible dans # secondes.',
    }),
  serverTitle: (status) => `Le serveur a répondu avec le statut ${status}`,
  required: 'obligatoire',
  typeToConfirm: (word) => `Saisissez ${word} pour continuer`,
  show: 'Afficher',
  filters: (n: number) => (n === 0 ? 'Filtres' : `Filtres (${n})`),
  newRows: (n) =>
    count('fr', n, { one: 'Afficher # nouvelle ligne', other: 'Afficher # nouvelles lignes' }),
  dismiss: 'Masquer ce message',
  breadcrumbs: 'Où vous êtes',
}
