import { CLOCK_REFUSED_S } from '@crosspanel/protocol/alert-texts'
import type { ALERT_TEXTS } from '@crosspanel/protocol/alert-texts'
import type { Dictionary } from '../i18n/words.ts'

export const fr: Dictionary<typeof ALERT_TEXTS> = {
  'database-away': {
    means: 'Rien ne peut être soumis, montré ni accepté tant que la base de données ne répond pas.',
    fix: 'Voyez si Postgres tourne et accepte des connexions ; le nœud reprend de lui-même.',
  },
  'database-slow': {
    means: 'Chaque page et chaque travail attendent la base de données.',
    fix: 'Cherchez une requête longue, un disque plein ou une machine à court de mémoire.',
  },
  'hints-away': {
    means:
      'Le travail continue, avec environ une seconde de retard à chaque fois ; les limites sont comptées par processus.',
    fix: 'Démarrez Redis ; il n’y a rien d’autre à faire.',
  },
  'worker-missing': {
    means: 'Des exécutions sont acceptées et pas commencées.',
    fix: 'Démarrez un processus exécuteur, ou définissez CROSSPANEL_WORKER=true.',
  },
  'engine-missing': {
    means:
      'Les panels sont proposés sans ce qui a besoin du moteur, et les exécutions qui en ont besoin échouent.',
    fix: 'Lancez `crosspanel doctor` : il nomme le paquet à installer.',
  },
  'disk-low': {
    means:
      'Les envois de fichiers sont refusés ; les offres d’autres sites, les exécutions et les résultats attendent.',
    fix: 'Libérez de la place dans le dossier des données ou agrandissez son volume ; le nœud reprend de lui-même.',
  },
  'disk-filling': {
    means: 'Au rythme de la dernière heure, le volume sera bientôt plein.',
    fix: 'Libérez de la place ou agrandissez le volume avant cela.',
  },
  'queue-old': {
    means: 'Des chercheurs attendent un travail qui ne commence pas.',
    fix: 'Voyez ce que font les exécuteurs, et s’il y a assez de cœurs pour la file d’attente.',
  },
  'outbox-old': {
    means: 'Le pair n’apprend rien des travaux et des résultats qui le concernent.',
    fix: 'Lancez `crosspanel netcheck` ; ce qui attend part quand le pair répond.',
  },
  'peer-down': {
    means: 'Les travaux pour ses panels attendent, et les siens attendent ici.',
    fix: 'Lancez `crosspanel netcheck` ; si la voie est bonne, prévenez les administrateurs de l’autre site.',
  },
  'clock-off': {
    means: `Les pairs refusent les appels d’une horloge décalée de ${CLOCK_REFUSED_S} s.`,
    fix: 'Activez NTP sur cette machine (`timedatectl set-ntp true`).',
  },
  'document-old': {
    means: 'Ce site n’apprend rien des nouveaux membres, des nouvelles clés ni des suspensions.',
    fix: 'Voyez si le registre peut être atteint (`crosspanel netcheck`).',
  },
  'document-expiring': {
    means: 'Quand le document de la fédération a expiré, aucun nouveau travail ne peut commencer.',
    fix: 'Voyez si le registre peut être atteint et signe de nouveaux documents.',
  },
  'certificate-expiring': {
    means: 'Les pairs et les navigateurs refuseront ce site.',
    fix: 'Renouvelez le certificat du proxy inverse devant l’adresse de ce site.',
  },
  'key-expiring': {
    means: 'Les pairs refuseront ce que ce site signe, ou ne pourront pas chiffrer pour lui.',
    fix: 'Créez de nouvelles clés et publiez une nouvelle déclaration avant cela.',
  },
  'backup-old': {
    means: 'Ce qui s’est passé depuis la dernière sauvegarde serait perdu avec cette machine.',
    fix: 'Lancez `crosspanel backup create`, et faites-le lancer chaque jour par un minuteur.',
  },
  'mail-waiting': {
    means: 'Les destinataires apprennent tard ce qu’ils ont demandé à savoir.',
    fix: 'Voyez si le serveur de messagerie répond ; ce qui attend part quand il répond.',
  },
  'mail-undeliverable': {
    means: 'Les destinataires n’apprennent pas ce qu’ils ont demandé à savoir.',
    fix: 'Lisez dans le journal des remises ce qu’a répondu le serveur de messagerie ou le destinataire.',
  },
  'store-away': {
    means:
      'Aucun fichier n’est pris ni remis. Rien n’a été marqué comme endommagé, et aucun propriétaire n’a été prévenu.',
    fix: 'Montez le volume, démarrez le service, ou remettez le dépôt en place : `crosspanel doctor --check blob-store` dit lequel. Le nœud reprend de lui-même.',
  },
  'files-missing': {
    means:
      'Une partie du dépôt n’est pas là, ou n’a jamais été copiée. Aucun de ses fichiers n’a été marqué comme endommagé, et aucun propriétaire n’a été prévenu.',
    fix: 'Remettez les fichiers, puis lancez `crosspanel files gc`. S’ils sont perdus pour de bon : `crosspanel files gc --accept-loss`, qui prévient leurs propriétaires.',
  },
  'files-damaged': {
    means:
      'Des fichiers conservés ne sont plus ce qui a été conservé : le disque est peut-être défaillant.',
    fix: 'Vérifiez le disque, puis restaurez les fichiers nommés depuis une sauvegarde.',
  },
}
