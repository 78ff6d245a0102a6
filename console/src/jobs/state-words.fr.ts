import type { Dictionary } from '../i18n/words.ts'
import type { en } from './state-words.en.ts'

export const fr: Dictionary<typeof en> = {
  states: {
    draft: 'Pas encore soumis',
    uploading: 'Réception de vos fichiers',
    checking: 'Vérification de vos fichiers',
    offered: 'En attente de l’accord du site hôte',
    transferring: 'Envoi des génotypes chiffrés au site hôte',
    queued: 'En attente d’un cœur libre au site hôte',
    running: 'Imputation au site hôte',
    returning: 'Récupération et vérification des résultats',
    completed: 'Les résultats sont prêts',
    rejected: 'Refusé',
    failed: 'Échoué',
    cancelled: 'Annulé',
    expired: 'Expiré',
  },
  phases: {
    'quality-control': 'Contrôle qualité',
    phasing: 'Phasage',
    imputing: 'Imputation',
  },
  contacts: {
    ok: 'répond',
    late: 'en retard',
    lost: 'sans nouvelles',
    unknown: 'pas encore interrogé',
  },
  explained: {
    draft: 'Rien n’a quitté votre site.',
    uploading: 'Vos fichiers sont en route vers votre propre site.',
    checking: 'Votre site regarde si les fichiers peuvent être imputés tels quels.',
    offered: 'Le site hôte décide selon ses règles ; la plupart répondent en quelques secondes.',
    transferring: 'Vos génotypes voyagent chiffrés, sans vos identifiants d’échantillons.',
    queued: 'Le site hôte démarre les travaux dans un ordre équitable entre sites et personnes.',
    running: 'Les moteurs travaillent au site hôte, segment par segment.',
    returning: 'Les résultats reviennent et sont comparés aux empreintes signées de l’hôte.',
    completed: 'Les résultats ont été vérifiés et peuvent être téléchargés.',
    rejected:
      'Le travail n’a pas été pris ; la raison est ci-dessous. Il peut être soumis de nouveau une fois corrigé.',
    failed: 'Quelque chose a arrêté le travail ; voyez ci-dessous. Il peut être relancé.',
    cancelled: 'Le travail a été arrêté sur demande. Les génotypes au site hôte sont détruits.',
    expired: 'Le travail n’a pas été fait à temps. Il peut être relancé.',
  },
}
