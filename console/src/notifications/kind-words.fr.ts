import type { Dictionary } from '../i18n/words.ts'
import type { en } from './kind-words.en.ts'

export const fr: Dictionary<typeof en> = {
  'job-completed': 'Des résultats sont prêts',
  'job-rejected': 'Le site hôte n’a pas accepté un travail',
  'job-failed': 'Un travail a échoué',
  'job-cancelled': 'Un travail a été annulé',
  'job-expired': 'Un travail a dépassé son délai',
  'results-expiring': 'Des résultats vont être supprimés',
  'results-expired': 'Des résultats ont été supprimés',
  'account-invited': 'Une invitation',
  'password-recovery': 'Un lien pour un nouveau mot de passe',
  'password-changed': 'Le mot de passe a été changé',
  'command-line-login': 'Une ligne de commande a été connectée par un code',
  'token-expiring': 'Un jeton d’API va expirer',
  'storage-nearly-full': 'Votre stockage est presque plein',
  'file-damaged': 'Un fichier conservé est endommagé',
  'alert-raised': 'Une alerte de ce site (administrateurs)',
  'alert-resolved': 'Une alerte de ce site est terminée (administrateurs)',
  announcement: 'Une annonce',
  'webhook-disabled': 'Un webhook a été arrêté',
}
