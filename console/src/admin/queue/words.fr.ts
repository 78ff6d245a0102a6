import { count } from '../../i18n/format.ts'
import type { Dictionary } from '../../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  title: 'File d’attente de ce site',
  modes: { open: 'Ouverte', paused: 'En pause', draining: 'Se vide' },
  explained: {
    open: 'Les offres sont acceptées, et les exécutions démarrent dès qu’un cœur est libre.',
    paused:
      'Les offres sont acceptées et attendent ; rien ne démarre. Les moteurs au travail continuent.',
    draining:
      'Aucune offre n’est acceptée ; ce qui est ici se termine. Les sites d’origine apprennent pourquoi.',
  },
  verbs: { open: 'Rouvrir', paused: 'Mettre en pause', draining: 'Laisser se vider' },
  confirm: {
    open: 'Rouvrir la file d’attente ?',
    paused: 'Mettre la file d’attente en pause ?',
    draining: 'Ne plus accepter d’offres et laisser la file se vider ?',
  },
  changed: {
    open: 'La file d’attente est ouverte',
    paused: 'La file d’attente est en pause',
    draining: 'La file d’attente se vide',
  },
  reason: 'Pourquoi',
  reasonHint: 'Pour les autres administrateurs, et pour les sites dont les offres sont refusées.',
  since: '· dernier changement',
  counts: (queued, running) =>
    `${count('fr', queued, { one: '# exécution attend', other: '# exécutions attendent' })}, ${count('fr', running, { one: '# est en cours', other: '# sont en cours' })}.`,
  list: 'Exécutions qui attendent, dans l’ordre où elles démarreraient',
  first: (n) => `Les ${n} premières sont montrées.`,
  empty: 'Aucune exécution n’attend',
  emptyText:
    'Les exécutions des autres sites et de celui-ci arrivent ici quand leurs génotypes sont là.',
  columns: {
    place: 'Rang',
    home: 'Site d’origine',
    panel: 'Panel',
    samples: 'Échantillons',
    priority: 'Priorité',
    waits: 'Attend',
    attempts: 'Tentatives',
    queued: 'En file',
    actions: 'Actions',
  },
  held: 'retenue',
  lastAttempt: 'Revenue dans la file',
  noPlace: 'aucun pour l’instant',
  change: 'Modifier',
  changeOf: (run) => `Modifier l’exécution ${run}`,
  actions: {
    hold: 'Retenir',
    release: 'Libérer',
    retry: 'Réessayer maintenant',
    first: 'Démarrer avant les autres',
    usual: 'Priorité habituelle',
    last: 'Démarrer après les autres',
  },
  done: 'L’exécution a été modifiée',
}
