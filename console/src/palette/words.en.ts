import { count } from '../i18n/format.ts'

export const en = {
  title: 'Go to',
  placeholder: 'A page, a name or an id …',
  found: 'What was found',
  count: (n: number) => count('en', n, { one: '# place', other: '# places' }),
  none: 'Nothing has these words.',
  unread: (lists: string) => `Could not be read: ${lists}.`,
  kinds: {
    page: 'Page',
    job: 'Job',
    panel: 'Panel',
    site: 'Site',
    setting: 'Setting',
    error: 'Error',
  },
  lists: {
    page: 'pages',
    job: 'your jobs',
    panel: 'panels',
    site: 'sites',
    setting: 'settings',
    error: 'errors',
  },
  jobById: (id: string) => `Job ${id}`,
}
