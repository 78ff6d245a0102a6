import { count } from '../../i18n/format.ts'
import type { Dictionary } from '../../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  title: 'Stockage et conservation',
  volumes: 'Espace disque',
  volume: (name) => `Volume ${name}`,
  used: (used, size, free) => `${used} utilisés sur ${size}, ${free} libres`,
  fullIn: (time) => `Plein dans ${time} au rythme de la dernière heure.`,
  notFilling: 'Il ne se remplit pas.',
  scrub: 'Contrôle des fichiers conservés',
  scrubText: 'Chaque fichier conservé est relu de temps en temps et comparé à son empreinte.',
  scrubNow: 'Tout contrôler maintenant',
  scrubAsked: 'Cela commence dans la minute',
  scrubStates: {
    running: 'Un contrôle est en cours',
    soon: 'Un contrôle commence dans la minute',
    idle: 'Aucun contrôle n’est en cours',
  },
  asked: 'Un contrôle complet a été demandé',
  started: 'Dernier début',
  finished: 'Dernière fin',
  checked: 'Contrôlé à cette occasion',
  checkedOf: (files, bytes) =>
    `${count('fr', files, { one: '# fichier', other: '# fichiers' })}, ${bytes}`,
  due: 'En attente de contrôle',
  files: (n) => count('fr', n, { one: '# fichier', other: '# fichiers' }),
  damaged: 'Endommagés, à notre connaissance',
  noDamage: 'aucun',
  damagedTitle: (n) =>
    count('fr', n, {
      one: '# fichier conservé est endommagé',
      other: '# fichiers conservés sont endommagés',
    }),
  damagedWhy: 'Les fichiers endommagés ne sont pas remis. Leurs propriétaires ont été prévenus.',
  damagedFix:
    'Examinez d’abord le disque. Les résultats peuvent être refaits et les envois recommencés ; les deux sont peut-être dans une sauvegarde.',
  reconcile: 'Ce qui ne devrait pas être là',
  reconcileText:
    'Cherche les octets dont aucun fichier ne dépend, et les fichiers dont les octets manquent. Chercher ne change rien.',
  look: 'Chercher',
  looked: 'Cherché',
  reclaim: 'Libérer',
  reclaimTitle: 'Libérer cet espace ?',
  reclaimText: (bytes) =>
    `${bytes} dont aucun fichier ne dépend sont détruits, et les fichiers dont les octets manquent sont marqués endommagés. C’est irréversible.`,
  reclaimed: 'Espace libéré',
  clean: 'Rien n’est là qui ne devrait pas l’être.',
  wasDry: 'Constaté, et laissé tel quel',
  wasDone: 'Constaté, et corrigé',
  orphans: 'Octets dont aucun fichier ne dépend',
  orphansOf: (n, bytes) => `${count('fr', n, { one: '# blob', other: '# blobs' })}, ${bytes}`,
  missing: 'Fichiers dont les octets manquent',
  undestroyed: 'Fichiers supprimés dont les octets étaient encore là',
  compared: 'Comparés',
  retention: 'Conservation',
  retentionText:
    'Fixée dans settings.toml ou l’environnement ; les résultats d’un travail peuvent être gardés plus longtemps depuis la liste des travaux.',
  days: (n) => count('fr', Number(n), { one: '# jour', other: '# jours' }),
  backup: 'Sauvegardes',
  backupText: 'Les sauvegardes se font, se vérifient et se restaurent sur la machine :',
  lastBackup: 'Dernière faite',
  lastVerified: 'Dernière reconnue intacte',
  noBackup: 'aucune n’est connue',
  size: 'Taille',
  contents: 'Contenu',
  kinds: { database: 'la base de données', full: 'la base de données et tous les fichiers' },
  digest: 'SHA-256 de son manifeste',
}
