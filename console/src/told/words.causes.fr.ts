import type { CAUSES } from '@crosspanel/protocol/causes'
import type { Dictionary } from '../i18n/words.ts'

export const fr: Dictionary<typeof CAUSES> = {
  submitted: 'soumis',
  refused: 'le contrôle de l’entrée a refusé les fichiers',
  offered: 'contrôlé, chiffré et proposé à {site}',
  accepted: 'l’offre a été acceptée',
  announced: 'les résultats sont prêts',
  stored: 'les résultats ont été vérifiés et conservés',
  retried: 'relancé par le chercheur',
  cancelled: {
    researcher: 'annulé par le chercheur',
    account: 'le compte est en cours de suppression',
    home: 'annulé par le site d’origine',
    stopped: 'annulé par le site d’origine ; les moteurs se sont arrêtés',
    newer: 'une exécution plus récente du travail a été proposée',
    unwanted: 'le site d’origine ne veut pas des résultats',
  },
  expired: {
    deadline: 'l’échéance est passée',
    unfetched: 'les résultats n’ont pas été récupérés à temps',
  },
  waits: {
    runs: '{site} a autant d’exécutions de ce site qu’il en accepte à la fois ; l’offre attend et repart d’elle-même',
    room: '{site} a trop peu de place sur son disque ; l’offre attend et repart d’elle-même',
    other:
      '{site} n’accepte pas d’offre en ce moment ({code}) ; l’offre attend et repart d’elle-même',
    results:
      'les résultats attendent chez l’hôte : ce site a trop peu de place sur son disque pour eux, et les récupère de lui-même dès qu’il en a',
  },

  'waits-for': {
    release: 'qu’un administrateur la libère',
    resume: 'qu’un administrateur relance la file',
    'resume-because': 'qu’un administrateur relance la file : {reason}',
    attempt: 'sa prochaine tentative, dans {leftS|duration}',
    core: 'un cœur libre',
    turn: 'un cœur libre, après {others} {others|autre|autres}',
  },

  received: 'offre reçue',
  admitted: 'la politique du panel admet l’offre',
  receiving: 'en attente de l’entrée',
  arrived: 'l’entrée est là et vérifiée',
  begun: 'un cœur est libre',
  imputed: 'imputé ; chiffrement des résultats',
  encrypted: 'les résultats sont chiffrés et attendent le site d’origine',
  delivered: 'le site d’origine a vérifié les résultats',
  destroyed: 'les génotypes et les résultats ont été détruits',
  unfit: 'l’entrée ne peut pas être imputée telle quelle',
  again: {
    database: 'la base de données était hors d’atteinte',
    disk: 'le disque est trop plein',
    shutdown: 'l’exécuteur s’est arrêté',
    worker: 'l’exécuteur a été perdu',
    node: 'le nœud a échoué à cette exécution',
  },
}
