import { count } from '../i18n/format.ts'
import type { Dictionary } from '../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  title: 'Travaux',
  cancelRequested: 'Arrêt en cours',
  contactLate: 'Hôte en retard',
  contactLost: 'Hôte sans nouvelles',
  chunks: (done, total) =>
    `${count('fr', done, { one: '#', other: '#' })} sur ${count('fr', total, { one: '# segment', other: '# segments' })}`,
  unnamed: 'Travail sans nom',
  columns: {
    name: 'Travail',
    state: 'État',
    panel: 'Panel',
    host: 'Site hôte',
    submitted: 'Soumis',
    since: 'Dernier changement',
    samples: 'Échantillons',
    variants: 'Variants',
  },
}
