import type { MailState } from '@crosspanel/protocol/notification-admin'
import { count } from '../../i18n/format.ts'
import type { Dictionary } from '../../i18n/words.ts'
import type { en } from './words.en.ts'

const states: Readonly<Record<MailState, string>> = {
  waiting: 'En attente',
  sending: 'En cours d’envoi',
  sent: 'Envoyé',
  unconfirmed: 'Peut-être envoyé',
  failed: 'Échec',
}

export const fr: Dictionary<typeof en> = {
  title: 'Courriel',
  state: 'Courriel sortant',
  off: 'Ce nœud n’envoie pas de courriel',
  offWhy:
    'Invitations et liens de récupération se remettent de la main à la main, et personne n’apprend par courriel qu’un travail est fini.',
  offFix: 'Définissez CROSSPANEL_SMTP_URL et CROSSPANEL_MAIL_FROM, puis redémarrez le nœud.',
  from: 'Expéditeur',
  waiting: 'En attente',
  waitingOf: (n, age) =>
    `${count('fr', n, { one: '# courriel', other: '# courriels' })}, le plus ancien ${age}`,
  noneWaits: 'aucun',
  failed: 'En échec ces 30 derniers jours',
  test: 'Envoyer un essai',
  testTo: 'À',
  testHint: 'Votre propre adresse si vous laissez vide.',
  tested: 'Le serveur a accepté l’essai',
  mails: 'Courriels des 30 derniers jours',
  filter: 'État',
  none: 'Aucun courriel dans cet état',
  noneText: 'Les courriels sont gardés ici 30 jours, sans leur texte.',
  columns: {
    to: 'À',
    kind: 'Sujet',
    state: 'État',
    attempts: 'Tentatives',
    fault: 'Dernière erreur',
    made: 'Créé',
    next: 'Prochaine tentative',
    actions: 'Actions',
  },
  retry: 'Renvoyer',
  retryOf: (address) => `Renvoyer à ${address}`,
  retryQuestion:
    'La connexion s’est perdue quand le serveur avait peut-être accepté le courriel : il peut arriver deux fois.',
  retried: 'Il est renvoyé',
  templates: 'Textes',
  templatesText:
    'Chaque sorte de courriel a son texte ; celui d’origine vaut tant qu’il n’est pas changé.',
  builtIn: 'd’origine',
  changed: 'changé',
  template: 'Texte',
  subject: 'Objet',
  text: 'Texte simple',
  html: 'HTML',
  placeholders: 'Variables',
  save: 'Enregistrer',
  saved: 'Le texte est enregistré',
  preview: 'Aperçu',
  previewTitle: 'Ce que cela donnerait, chaque variable remplacée par son nom',
  reset: 'Revenir au texte d’origine',
  resetText: 'Ce qui a été écrit ici disparaît.',
  wasReset: 'Le texte d’origine est en vigueur',
  states,
}
