export const en = {
  title: 'Audit',
  lead: 'Who did what to which object. Rows are only ever added; they have ids and figures, never names or genotypes.',
  list: 'Entries, newest first',
  actor: 'Who',
  action: 'Action, or its beginning',
  object: 'Object',
  since: 'Since',
  until: 'Before',
  none: 'No entry matches the filters',
  noneText:
    'Actors are account:ID, site:NAME or node; actions such as account. match all that begin with it.',
  columns: { at: 'When', actor: 'Who', action: 'Did', object: 'To', details: 'Details' },
  exportAs: 'Export what the filters match, oldest first',
  csv: 'CSV',
  ndjson: 'NDJSON',
}
