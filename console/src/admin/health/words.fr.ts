import { count } from '../../i18n/format.ts'
import type { Dictionary } from '../../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  title: 'État de ce site',
  needsYou: 'Demande votre attention',
  allGood: 'Rien ne va mal, pour autant que ce nœud le sache.',
  backupUnknown:
    'Rien d’autre ne va mal ; de la dernière sauvegarde, cette page ne sait encore rien.',
  parts: 'Éléments de ce nœud',
  part: 'Élément',
  state: 'État',
  seen: 'Constat',
  looked: 'Examiné',
  took: 'Réponse',
  names: {
    database: 'Base de données',
    migrations: 'Schéma',
    worker: 'Exécuteur',
    disk: 'Disque',
    hints: 'Redis',
    engines: 'Moteurs',
    clock: 'Horloge',
    store: 'Fichiers',
    mail: 'Courriel',
  },
  fixes: {
    database:
      'Vérifiez que Postgres tourne : systemctl status postgresql. Le nœud reprend de lui-même.',
    migrations: 'Redémarrez le nœud : il met le schéma à sa version.',
    worker:
      'Démarrez un nœud avec CROSSPANEL_WORKER=true ; sans exécuteur, les exécutions attendent.',
    disk: 'Libérez de la place ou agrandissez le volume ; entre-temps les envois et les offres sont refusés.',
    hints: 'Démarrez Redis. Tout fonctionne sans lui, avec jusqu’à une seconde de retard.',
    engines: 'Installez ce qui manque : crosspanel doctor nomme les paquets.',
    store: 'Montez le volume ou rétablissez le dépôt : crosspanel doctor --check blob-store.',
    clock:
      'Activez la synchronisation : timedatectl set-ntp true. Les pairs refusent les appels au-delà de 60 s.',
  },
  doctor: 'La machine elle-même est examinée par une commande qui s’y lance',
  machine: 'Ressources restantes',
  free: (free, size) => `${free} libres sur ${size}`,
  fullIn: (time) => `plein dans ${time} au rythme de la dernière heure`,
  volume: (name) => `Volume ${name}`,
  memory: 'Mémoire',
  load: 'Charge',
  loadOf: (load, cores) => `${load} sur ${count('fr', cores, { one: '# cœur', other: '# cœurs' })}`,
  databaseSize: 'Base de données',
  eventLoop: 'Boucle d’événements, 99 % du temps sous',
  unknown: 'inconnu pour l’instant',
  queues: 'En attente',
  queueNames: { runs: 'Exécutions, pour un cœur', jobs: 'Travaux de ce site' },
  depth: (n, oldest) =>
    `${count('fr', n, { one: '#', other: '#' })}, l’attente la plus longue : ${oldest}`,
  empty: 'rien n’attend',
  outbox: (peer) => `Messages pour ${peer}`,
  backup: 'Dernière sauvegarde',
  noBackup: 'aucune n’est connue',
  verified: 'Dernière reconnue intacte',
  neverVerified: 'aucune n’a été vérifiée',
  backupFix: 'Faites-en une, et faites-la faire chaque nuit :',
  peers: (bad, all) =>
    bad === 0
      ? count('fr', all, { one: '# pair répond', other: 'Les # pairs répondent' })
      : `${count('fr', bad, { one: '# pair', other: '# pairs' })} sur ${all} sans réponse`,
  noPeers: 'Ce site ne connaît aucun autre site.',
  toPeers: 'Pairs',
  toAlerts: 'Toutes les alertes',
}
