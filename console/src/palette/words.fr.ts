import { count } from '../i18n/format.ts'
import type { Dictionary } from '../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  title: 'Aller à',
  placeholder: 'Une page, un nom ou un identifiant…',
  found: 'Ce qui a été trouvé',
  count: (n) => count('fr', n, { one: '# résultat', other: '# résultats' }),
  none: 'Rien ne contient ces mots.',
  unread: (lists) => `Impossible à lire : ${lists}.`,
  kinds: {
    page: 'Page',
    job: 'Travail',
    panel: 'Panel',
    site: 'Site',
    setting: 'Réglage',
    error: 'Erreur',
  },
  lists: {
    page: 'pages',
    job: 'vos travaux',
    panel: 'panels',
    site: 'sites',
    setting: 'réglages',
    error: 'erreurs',
  },
  jobById: (id) => `Travail ${id}`,
}
