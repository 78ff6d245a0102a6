import type { Dictionary } from '../../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  title: 'Journal d’audit',
  lead: 'Qui a fait quoi sur quel objet. Les lignes ne font que s’ajouter ; elles ont des identifiants et des nombres, jamais de noms ni de génotypes.',
  list: 'Entrées, les plus récentes d’abord',
  actor: 'Qui',
  action: 'Action, ou son début',
  object: 'Objet',
  since: 'Depuis',
  until: 'Avant',
  none: 'Aucune entrée ne correspond aux filtres',
  noneText:
    'Les auteurs sont account:ID, site:NOM ou node ; une action comme account. trouve toutes celles qui commencent ainsi.',
  columns: { at: 'Quand', actor: 'Qui', action: 'A fait', object: 'Sur', details: 'Détails' },
  exportAs: 'Exporter ce que trouvent les filtres, dans l’ordre du temps',
  csv: 'CSV',
  ndjson: 'NDJSON',
}
