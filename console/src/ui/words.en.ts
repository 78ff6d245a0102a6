import { count } from '../i18n/format.ts'

export const en = {
  loading: 'Loading …',
  retry: 'Try again',
  asOf: (time: string) => `As of ${time}, could not refresh.`,
  close: 'Close',
  cancel: 'Cancel',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Could not copy: select the text and copy it yourself',
  seen: 'What was seen',
  why: 'Why it matters',
  fix: 'How to mend it',
  request: 'Request',
  code: 'Code',
  site: 'Site',
  more: 'Show more',
  unreachableTitle: 'The server does not answer',
  unreachableText:
    'Your jobs do not depend on this page: they go on at the sites that work on them. This page asks again by itself.',
  waitSeconds: (n: number) =>
    count('en', n, { one: 'Possible again in # second.', other: 'Possible again in # seconds.' }),
  serverTitle: (status: number) => `The server answered with status ${status}`,
  required: 'required',
  typeToConfirm: (word: string) => `Type ${word} to go on`,
  show: 'Show',
  newRows: (n: number) => count('en', n, { one: 'Show 1 new row', other: 'Show # new rows' }),
  dismiss: 'Dismiss',
  breadcrumbs: 'Where you are',
}
