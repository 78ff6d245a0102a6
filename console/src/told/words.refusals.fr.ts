import type { REFUSALS } from '@crosspanel/protocol/refusals'
import type { Dictionary } from '../i18n/words.ts'
import { fr as sights } from './words.sights.fr.ts'

const NOTHING_IS_LOST = 'Le nœud n’écrit rien dans son dépôt et ne tient aucun fichier pour perdu'

export const fr: Dictionary<typeof REFUSALS> = {
  'account-state-conflict': {
    'set-up': 'Ce compte est déjà activé.',
    'not-invited': 'Ce compte est déjà activé : désactivez-le ou supprimez-le.',
    'not-open': 'Ce compte n’est pas ouvert, ou pas encore activé.',
    deleting: 'Ce compte est en cours de suppression.',
  },
  'alert-state-conflict': {
    raised: 'l’alerte est déjà active',
    acknowledged: 'quelqu’un s’occupe déjà de l’alerte',
    resolved: 'l’alerte est déjà résolue',
  },
  'body-too-large': 'le corps peut avoir {maxBytes} octets',
  'file-damaged':
    'Les octets conservés de ce fichier ont été trouvés endommagés le {since}. Des octets qui ne sont pas ceux qui ont été conservés ne sont jamais remis.',
  'file-expired': {
    upload:
      'Le temps de ce fichier était passé, et il a été supprimé le {day}. Envoyez-le de nouveau, ou relancez le travail.',
    results: 'les résultats sont déjà supprimés',
  },
  'file-not-found': { deleted: 'un fichier du travail a été supprimé à l’instant' },
  forbidden: {
    'read-only': 'Ce jeton d’API ne permet que de lire.',
    token: 'Connectez-vous pour cela : un jeton d’API ne suffit pas.',
    'site-webhooks': 'Les webhooks du site sont réservés à ses administrateurs.',
  },
  'input-refused': { changed: 'le fichier a changé après son contrôle' },
  'insufficient-storage': {
    full: 'Ce site a {freeBytes|bytes} libres sur son disque. Un site garde {floorBytes|bytes} libres, pour que ce qu’il a commencé puisse se terminer. Vos fichiers n’y sont pour rien.',
    needed:
      'Ce site a {freeBytes|bytes} libres sur son disque et il faut ici {neededBytes|bytes}. Un site garde {floorBytes|bytes} libres, pour que ce qu’il a commencé puisse se terminer. Vos fichiers n’y sont pour rien.',
  },
  'invalid-request': { parameters: 'le panel ne peut pas servir ces paramètres' },
  'job-quota-reached': {
    live: 'Ce compte peut avoir {jobs} travaux non terminés, et il les a. Attendez qu’un travail se termine, annulez-en un, ou demandez-en davantage aux administrateurs du site.',
    day: 'Ce compte peut soumettre {jobs} travaux en 24 heures, et il l’a fait. Attendez, ou demandez-en davantage aux administrateurs du site.',
  },
  'job-state-conflict': {
    cancelling: 'le travail est déjà en cours d’annulation',
    'not-cancelled': 'le travail ne peut plus être annulé',
    'not-retried': 'seul un travail qui n’a rien donné peut être relancé',
  },
  'last-administrator':
    'Donnez d’abord le rôle site-admin à un autre compte : sans lui, personne ne pourrait administrer ce site.',
  'mail-not-sent': {
    unreachable: 'Aucun serveur de messagerie n’a répondu ({fault}).',
    'put-off': 'Le serveur de messagerie demande de réessayer plus tard ({fault}).',
    refused: 'Le serveur de messagerie n’accepte pas le courriel ({fault}).',
    unconfirmed:
      'La connexion s’est perdue quand le serveur de messagerie avait peut-être accepté le courriel ({fault}).',
  },
  'mail-state-conflict': {
    erased: 'Ce dont parlait le courriel n’existe plus, ou son lien a été effacé.',
    sent: 'Le courriel a été envoyé ; seul un courriel en échec ou peut-être envoyé est renvoyé.',
    'under-way': 'Le courriel est encore à envoyer, et part de lui-même.',
  },
  'not-ready': {
    crowded:
      'Le serveur est occupé ou attend sa base de données : trop de requêtes attendent la base de données.',
    late: 'Le serveur est occupé ou attend sa base de données : pas de réponse en {seconds} s.',
    stopped: 'le nœud a été arrêté',
    died: 'le nœud s’est arrêté pendant l’ajout du panel',
  },
  'panel-exists': { adding: 'ce panel est déjà en cours d’ajout' },
  'public-key-invalid': {
    secret:
      'C’est une clé secrète, qui doit rester chez son propriétaire ; elle n’a pas été conservée. Envoyez la clé publique.',
  },
  'site-unavailable': {
    suspended: '{site} est suspendu',
    revoked: '{site} est révoqué',
  },
  'storage-unavailable': {
    unmarked: `${NOTHING_IS_LOST} : ${sights.store.unmarked}.`,
    'of-another': `${NOTHING_IS_LOST} : ${sights.store['of-another']}.`,
    new: `${NOTHING_IS_LOST} : ${sights.store.new}.`,
    'many-missing': `${NOTHING_IS_LOST} : ${sights.store['many-missing']}.`,
  },
  'storage-quota-exceeded':
    'Vous gardez {usedBytes|bytes} sur les {quotaBytes|bytes} que votre compte peut garder, et ce fichier fait {addedBytes|bytes}. Le site limite ce que chaque compte garde, pour qu’il y ait de la place pour tous.',
  'webhook-limit-reached': 'Il y a déjà {webhooks} webhooks ; supprimez-en un qui ne sert pas.',
}
