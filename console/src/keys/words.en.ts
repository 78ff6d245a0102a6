import { count } from '../i18n/format.ts'

export const en = {
  httpsTitle: 'This page needs https',
  httpsSeen: 'Its address begins with http, from another machine than this one.',
  httpsWhy:
    'Browsers let no page that came unencrypted check files or handle keys: somebody on the way could have changed it.',
  httpsFix: 'Open the same address with https, or ask the administrators of your site for it.',
  passphrase: 'Passphrase of the recovery file',
  passphraseHint: (least: number) => `At least ${least} characters; nobody can reset it.`,
  passphraseShort: (missing: number) =>
    count('en', missing, { one: '1 character more', other: '# characters more' }),
  makeKey: 'Make the key',
  makingKey: 'Making the key …',
  keyMade: 'Save the recovery file now',
  keyMadeText:
    'It is the only way to open your results. Keep it and its passphrase apart; nobody can restore them.',
  saveRecovery: 'Save the recovery file',
  recoveryUse: 'Use this key from now on',
  recoveryFirst: 'Save the recovery file first.',
  pasteLabel: 'Public key',
  pasteHint: 'The text of a .pub file, from “crosspanel key create” or another Crypt4GH program.',
  pasteUse: 'Use this public key',
  pasteSecret:
    'This is a secret key. It was not sent anywhere: delete it here, and paste the public one.',
  pasteBad: 'This is no Crypt4GH public key.',
  fingerprint: 'Fingerprint',
}
