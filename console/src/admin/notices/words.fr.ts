import type { Dictionary } from '../../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  title: 'Annonces et maintenance',
  maintenance: 'Maintenance',
  isOff: 'Le site accepte de nouveaux travaux',
  isOn: 'Le site est en maintenance',
  offText:
    'En maintenance, toute modification d’un chercheur est refusée avec votre message. Lecture, téléchargements, travaux en cours et autres sites ne sont pas touchés ; pour eux, mettez la file en pause ou laissez-la se vider.',
  begin: 'Commencer la maintenance',
  end: 'Terminer la maintenance',
  endText: 'Les chercheurs peuvent de nouveau soumettre et modifier.',
  began: 'La maintenance a commencé',
  ended: 'La maintenance est terminée',
  message: 'Ce que lisent les chercheurs',
  until: 'Fin prévue',
  untilHint: 'Laissez vide si personne ne le sait.',
  toQueue: 'File d’attente',
  announcements: 'Annonces',
  announce: 'Annoncer',
  edit: 'Modifier',
  editOf: (text) => `Modifier : ${text}`,
  stop: 'Terminer',
  stopOf: (text) => `Terminer : ${text}`,
  none: 'Rien n’a encore été annoncé',
  noneText:
    'Toute personne qui a un compte ici voit une annonce en haut de chaque page, et dans ses notifications.',
  severity: 'Importance',
  text: 'Texte',
  from: 'À partir du',
  fromHint: 'Tout de suite si vous laissez vide.',
  saved: 'L’annonce est enregistrée',
  stopped: 'L’annonce est terminée',
  save: 'Enregistrer',
  columns: { text: 'Texte', state: 'État', from: 'Du', until: 'Au', actions: 'Actions' },
  states: { planned: 'à venir', active: 'montrée', over: 'terminée' },
  open: 'sans fin prévue',
}
