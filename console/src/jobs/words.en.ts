import { count } from '../i18n/format.ts'

export const en = {
  title: 'Jobs',
  cancelRequested: 'Stopping',
  contactLate: 'Host is late',
  contactLost: 'Host not heard of',
  chunks: (done: number, total: number) =>
    `${count('en', done, { one: '#', other: '#' })} of ${count('en', total, { one: '# chunk', other: '# chunks' })}`,
  unnamed: 'Unnamed job',
  columns: {
    name: 'Job',
    state: 'State',
    panel: 'Panel',
    host: 'Host site',
    submitted: 'Submitted',
    since: 'Last change',
    samples: 'Samples',
    variants: 'Variants',
  },
}
