import type { NOTIFICATION_TEXTS } from '@crosspanel/protocol/notification-texts'
import type { Dictionary } from '../i18n/words.ts'

export const fr: Dictionary<typeof NOTIFICATION_TEXTS> = {
  'job-completed': {
    subject: 'Votre travail {jobName} est terminé',
    seen: 'Les résultats de {jobName}, imputé avec {panelId} chez {hostSite}, sont là.',
    next: 'Téléchargez-les avant leur expiration ; la page du travail en donne la date.',
    action: 'Ouvrir le travail',
  },
  'job-rejected': {
    subject: 'Votre travail {jobName} n’a pas été accepté',
    seen: '{hostSite} n’a pas accepté le travail {jobName} pour {panelId}.',
    next: 'La page du travail dit pourquoi, et ce qu’il faut changer avant de le soumettre de nouveau.',
    action: 'Ouvrir le travail',
  },
  'job-failed': {
    subject: 'Votre travail {jobName} a échoué',
    seen: 'Le travail {jobName} pour {panelId} chez {hostSite} a échoué.',
    next: 'La page du travail dit à quelle étape et pourquoi, et s’il faut le relancer.',
    action: 'Ouvrir le travail',
  },
  'job-cancelled': {
    subject: 'Votre travail {jobName} a été annulé',
    seen: 'Le travail {jobName} pour {panelId} chez {hostSite} a été annulé.',
    next: 'Il ne reste rien à faire ; soumettez-le de nouveau si vous en avez encore besoin.',
    action: 'Ouvrir le travail',
  },
  'job-expired': {
    subject: 'Votre travail {jobName} a expiré',
    seen: 'Le travail {jobName} pour {panelId} chez {hostSite} ne s’est pas terminé à temps.',
    next: 'Soumettez-le de nouveau ; s’il expire encore, adressez-vous à votre administrateur.',
    action: 'Ouvrir le travail',
  },
  'results-expiring': {
    subject: 'Des résultats à vous vont bientôt être supprimés',
    seen: 'Des résultats du travail {jobId} sont gardés jusqu’au {expiresAt|time}.',
    next: 'Téléchargez-les avant ; après, personne ne pourra les retrouver.',
    action: 'Ouvrir le travail',
  },
  'results-expired': {
    subject: 'Des résultats à vous ont été supprimés',
    seen: 'Des résultats du travail {jobId} étaient gardés jusqu’au {expiresAt|time} et sont maintenant supprimés.',
    next: 'Soumettez de nouveau le travail si vous en avez encore besoin.',
    action: 'Ouvrir le travail',
  },
  'account-invited': {
    subject: 'Votre compte chez {siteName}',
    seen: 'Un compte pour l’imputation a été créé pour vous chez {siteName}.',
    next: 'Choisissez votre mot de passe par ce lien. Il sert une fois, jusqu’au {expiresAt|time}.',
    action: 'Activer le compte',
  },
  'password-recovery': {
    subject: 'Choisissez un nouveau mot de passe',
    seen: 'Quelqu’un a demandé un nouveau mot de passe pour votre compte chez {siteName}.',
    next: 'Si c’est vous, choisissez-en un par ce lien avant le {expiresAt|time}. Sinon, ne faites rien : votre mot de passe reste.',
    action: 'Choisir un nouveau mot de passe',
  },
  'password-changed': {
    subject: 'Votre mot de passe a été changé',
    seen: 'Le mot de passe de votre compte chez {siteName} a été changé, et ses autres sessions sont terminées.',
    next: 'Si ce n’est pas vous, demandez tout de suite un nouveau mot de passe et prévenez votre administrateur.',
    action: 'Ouvrir votre compte',
  },
  'command-line-login': {
    subject: 'Une ligne de commande a été connectée à votre compte',
    seen: 'Une machine qui dit s’appeler {machine}, à l’adresse {address}, a été connectée à votre compte chez {siteName} par un code approuvé dans votre navigateur.',
    next: 'Si vous n’avez pas commencé cette connexion vous-même, déconnectez tout de suite la machine, changez de mot de passe et prévenez votre administrateur.',
    action: 'Voir où vous êtes connecté',
  },
  'token-expiring': {
    subject: 'Votre jeton d’API {tokenName} expire bientôt',
    seen: 'Le jeton d’API {tokenName} est valable jusqu’au {expiresAt|time}.',
    next: 'Créez-en un nouveau et mettez-le là où l’ancien est utilisé.',
    action: 'Ouvrir votre compte',
  },
  'storage-nearly-full': {
    subject: 'Votre stockage est presque plein',
    seen: 'Vos fichiers prennent {usedPercent} % du stockage dont vous disposez.',
    next: 'Supprimez les fichiers dont vous n’avez plus besoin ; quand il est plein, les nouveaux envois sont refusés.',
    action: 'Ouvrir vos fichiers',
  },
  'file-damaged': {
    subject: 'Un fichier conservé est endommagé',
    seen: 'Le fichier {fileId} n’est plus tel qu’il a été conservé ({damage}).',
    next: 'Envoyez-le de nouveau, ou relancez le travail qui l’a produit.',
    action: 'Ouvrir vos fichiers',
  },
  'alert-raised': {
    subject: 'Alerte chez {siteName} : {code} ({subject})',
    seen: '{code}, {subject} ({severity}) : {seen}. {means}',
    next: 'À faire : {fix}',
    action: 'Ouvrir les alertes',
  },
  'alert-resolved': {
    subject: 'Résolue chez {siteName} : {code} ({subject})',
    seen: 'L’alerte {code} ({subject}) est résolue. C’était : {seen}.',
    next: 'Il ne reste rien à faire.',
    action: 'Ouvrir les alertes',
  },
  announcement: {
    subject: 'Annonce de {siteName}',
    seen: '« {text} »',
    next: 'Elle a été envoyée à tous ceux qui ont un compte ici.',
    action: 'Ouvrir {siteName}',
  },
  'webhook-disabled': {
    subject: 'Le webhook {webhookName} a été arrêté',
    seen: 'Le webhook {webhookName} a été arrêté : {why}.',
    next: 'Réparez son destinataire, remettez le webhook en marche et renvoyez ce qu’il a manqué.',
    action: 'Ouvrir les webhooks',
  },
}

/** How a stored file is damaged. */
export const damage = {
  missing: 'il est introuvable',
  altered: 'ses octets ont changé',
} as const
