import { PANEL_SOURCE_FAULTS } from './panel-source-faults.ts'
import type { ProblemDetail } from './problem.ts'
import { inEnglish, type ParamsOf, type Template } from './template.ts'

interface FaultTexts {
  readonly detail: Template
  readonly fix?: Template
}

const DISK_FIX =
  'Nothing is lost. Try again later; if it lasts, tell the administrator of your site, who can free or add disk space.'

/** What is wrong with one part of a request, or with all of it, and what to do about it. */
export const FAULTS = {
  missing: { detail: 'is missing' },
  type: { detail: 'has to be of the type {expected}' },
  short: { detail: 'has to have at least {minimum} {minimum|character|characters}' },
  long: { detail: 'may have at most {maximum} {maximum|character|characters}' },
  few: { detail: 'has to have at least {minimum} {minimum|entry|entries}' },
  many: { detail: 'may have at most {maximum} {maximum|entry|entries}' },
  small: { detail: 'has to be {minimum} or more' },
  large: { detail: 'may be {maximum} at most' },
  email: { detail: 'is no e-mail address' },
  url: { detail: 'is no web address' },
  datetime: { detail: 'is no time as in 2026-01-31T12:00:00Z' },
  uuid: { detail: 'is no id such as 019ac0de-0000-7000-8000-000000000001' },
  format: { detail: 'is written in a way that is not taken here ({format})' },
  choice: { detail: 'has to be one of: {values}' },
  unknown: { detail: 'is not known here: {names}' },
  parameter: { detail: 'is no parameter of this request', fix: 'Use one of: {known}.' },

  'plain-line': { detail: 'may have no control characters' },
  'plain-name': { detail: 'may have neither separators nor control characters' },
  'plain-text': { detail: 'may have no control characters but line breaks' },
  domain: { detail: 'has to be a domain, such as example.org' },
  version: { detail: 'has to look like 2026-11 or v6' },
  'absolute-path': { detail: "has to be an absolute path on the node's machine" },
  'user-code': { detail: 'has to be eight letters, such as WDJB-MJHT' },
  'no-change': { detail: 'names nothing to change' },

  build: {
    detail: 'the panel is on {panelBuild}',
    fix: 'Choose a {build} panel, or send files on {panelBuild}.',
  },
  population: { detail: 'the panel has no such population', fix: 'Choose one of: {populations}.' },
  phasing: {
    detail: 'the host does not offer this engine for the panel',
    fix: 'Choose one of: auto, none, {engines}.',
  },
  'idempotency-key': {
    detail: 'has to be 8 to 200 printable characters',
    fix: 'Send a random UUID.',
  },
  'not-invited': { detail: 'is not the address that was invited' },
  'kept-until-past': { detail: 'is past already', fix: 'Give a time to come.' },
  'kept-until-far': {
    detail: 'is too far in the future',
    fix: 'Give a time within {years} years from now.',
  },
  until: { detail: 'is not after the beginning, or is past already' },
  'panel-of-other-site': {
    detail: 'is an id of another site',
    fix: 'Let it start with {siteId}/ at this site.',
  },
  'samples-range': {
    detail: 'is more than {maxSamples}, the most that a job may have',
    fix: 'Give a smaller number, or let a job have more.',
  },
  always: { detail: '{kind} is always told by {channel}', fix: 'Leave it out.' },
  never: { detail: '{kind} is never told by {channel}', fix: 'Leave it out.' },

  'mail-placeholder': {
    detail: '{part} stands for nothing here',
    fix: 'Use one of: {known}.',
  },
  'mail-element': {
    detail: '{part} is not taken in a mail',
    fix: 'Write < as &lt; or use one of these elements: {elements}; attributes are written name="value".',
  },
  'mail-attribute': {
    detail: '{part} is not taken in a mail',
    fix: 'Use one of these attributes: {attributes}.',
  },
  'mail-link': {
    detail: '{part} leads nowhere that is known',
    fix: 'Use {link}, or an address that begins with https:// or mailto:.',
  },
  'mail-value': {
    detail: '{part} is not taken in a mail',
    fix: 'Use plain values without url() and placeholders.',
  },

  'url-unreadable': { detail: 'This is not a URL.', fix: 'Write https://host/path.' },
  'url-scheme': {
    detail: 'The URL begins with {scheme}',
    fix: 'Use an address with https://.',
  },
  'url-password': {
    detail: 'The URL holds a user name or a password.',
    fix: 'Leave it out: what is sent is signed, so the receiver can tell who it is from.',
  },
  'url-port': {
    detail: 'Port {port} is not called from here.',
    fix: 'Use one of the ports {ports}.',
  },
  'url-private': {
    detail: 'The address is not a public one.',
    fix: 'Use a public address, or ask the administrator to allow the network.',
  },

  quota: {
    detail:
      'you keep {usedBytes|bytes} of the {quotaBytes|bytes} that your account may keep, and this file has {addedBytes|bytes}',
    fix: 'Delete uploads and results that you no longer need (`crosspanel files list`), or ask the administrator of your site for a larger quota.',
  },
  'disk-full': {
    detail: 'this site has {freeBytes|bytes} of disk space free',
    fix: DISK_FIX,
  },
  'disk-needed': {
    detail: 'this site has {freeBytes|bytes} of disk space free and this needs {neededBytes|bytes}',
    fix: DISK_FIX,
  },
  damaged: {
    detail: 'the stored bytes of this file were found damaged on {since}',
    fix: 'Upload the file again, or retry the job that made it. The administrators of your site have been told, and may have a copy.',
  },

  ...PANEL_SOURCE_FAULTS,
} as const satisfies Readonly<Record<string, FaultTexts>>

export type FaultKey = keyof typeof FAULTS
type TextsOf<Key extends FaultKey> = (typeof FAULTS)[Key][keyof (typeof FAULTS)[Key]] & string
type FaultParams<Key extends FaultKey> = ParamsOf<TextsOf<Key>>['params']

/** One of a problem's `errors`; the empty `pointer` is for what is wrong with all of the request. */
export function fault<Key extends FaultKey>(
  key: Key,
  pointer: string,
  ...[params]: FaultParams<Key> extends undefined
    ? [params?: undefined]
    : [params: FaultParams<Key>]
): ProblemDetail {
  const { detail, fix }: FaultTexts = FAULTS[key]
  const values = params ?? {}
  return {
    pointer,
    detail: inEnglish(detail, key, values),
    ...(fix === undefined ? {} : { fix: inEnglish(fix, key, values) }),
    told: { key, params: values },
  }
}
