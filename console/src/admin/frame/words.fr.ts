import type { Dictionary } from '../../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  menu: 'Administration du site',
  tabs: {
    health: 'État',
    jobs: 'Travaux',
    queue: 'File d’attente',
    users: 'Comptes',
    panels: 'Panels',
    storage: 'Stockage',
    peers: 'Pairs',
    alerts: 'Alertes',
    audit: 'Journal d’audit',
    mail: 'Courriel',
    notices: 'Annonces',
    settings: 'Réglages',
  },
  firstPage: 'Première page',
  nextPage: 'Page suivante',
  pages: 'Pages',
  any: 'Tous',
  never: 'jamais',
  checkStates: {
    ok: 'fonctionne',
    degraded: 'dégradé',
    failed: 'en panne',
    unknown: 'pas encore examiné',
  },
}
