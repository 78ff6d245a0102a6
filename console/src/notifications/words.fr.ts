import type { Dictionary } from '../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  title: 'Notifications',
  noneTitle: 'Aucune notification',
  none: 'Vous serez averti quand un travail est terminé, quand des résultats vont expirer et quand quelque chose demande votre attention.',
  noneUnread: 'Tout est lu',
  unread: 'Non lue',
  show: 'Afficher',
  all: 'Toutes',
  onlyUnread: 'Non lues',
  markAll: 'Tout marquer comme lu',
  markedAll: 'Toutes sont lues',
  markRead: 'Marquer comme lue',
  remove: 'Supprimer',
  open: 'Ouvrir',
  nameOf: (verb, title) => `${verb} : ${title}`,
  preferences: 'Choisir ce qui vous est annoncé',
}
