import { DomainError, type ProblemCode } from './problem.ts'
import { SIGHTS } from './sights.ts'
import {
  type Cases,
  codeOf,
  inEnglish,
  type KeyOf,
  type Params,
  type ParamsOf,
  type TemplateOf,
  templateOf,
} from './template.ts'

const NOTHING_IS_LOST = 'The node writes nothing to its store and takes no file for lost'

/** The facts of the refusals that people meet most often, by problem code. Elsewhere the problem's own title says enough, or its details are for programs. */
export const REFUSALS = {
  'account-state-conflict': {
    'set-up': 'This account is set up already.',
    'not-invited': 'This account is set up already: disable or delete it.',
    'not-open': 'This account is not open, or not set up.',
    deleting: 'This account is being deleted.',
  },
  'alert-state-conflict': {
    raised: 'the alert is raised already',
    acknowledged: 'the alert is acknowledged already',
    resolved: 'the alert is resolved already',
  },
  'body-too-large': 'the body may have {maxBytes} bytes',
  'file-damaged':
    'The stored bytes of this file were found damaged on {since}. Bytes that are not those that were stored are never given out.',
  'file-expired': {
    upload:
      'The time of this file was over, and it was deleted on {day}. Upload it again, or run the job again.',
    results: 'the results are deleted already',
  },
  'file-not-found': { deleted: 'a file of the job was deleted a moment ago' },
  forbidden: {
    'read-only': 'This API token may only read.',
    token: 'Log in for this: an API token is not enough.',
    'site-webhooks': 'Webhooks of the site are for its administrators.',
  },
  'input-refused': { changed: 'the file changed after it was checked' },
  'insufficient-storage': {
    full: 'This site has {freeBytes|bytes} of disk space free. A site keeps {floorBytes|bytes} free, so that what it has begun can end. This is not the fault of your files.',
    needed:
      'This site has {freeBytes|bytes} of disk space free and this needs {neededBytes|bytes}. A site keeps {floorBytes|bytes} free, so that what it has begun can end. This is not the fault of your files.',
  },
  'invalid-request': { parameters: 'the panel cannot serve these parameters' },
  'job-quota-reached': {
    live: "This account may have {jobs} jobs that have not ended, and has them. Wait until one ends, cancel one, or ask the site's administrators for more.",
    day: "This account may submit {jobs} jobs within 24 hours, and has. Wait, or ask the site's administrators for more.",
  },
  'job-state-conflict': {
    cancelling: 'the job is being cancelled already',
    'not-cancelled': 'the job can no longer be cancelled',
    'not-retried': 'only a job that came to nothing is retried',
  },
  'last-administrator':
    'Give another account the role site-admin first: without one nobody could administer this site.',
  'mail-not-sent': {
    unreachable: 'No mail server answered ({fault}).',
    'put-off': 'The mail server asks to try later ({fault}).',
    refused: 'The mail server will not take the mail ({fault}).',
    unconfirmed: 'The connection was lost when the mail server may have taken the mail ({fault}).',
  },
  'mail-state-conflict': {
    erased: 'What the mail was about is gone, or its link was erased.',
    sent: 'The mail was sent; only one that failed or is unconfirmed is sent again.',
    'under-way': 'The mail is still to be sent, and is sent by itself.',
  },
  'not-ready': {
    crowded:
      'The server is busy or waits for its database: too many requests wait for the database.',
    late: 'The server is busy or waits for its database: no answer within {seconds} s.',
    stopped: 'the node was stopped',
    died: 'the node stopped while it added the panel',
  },
  'panel-exists': { adding: 'this panel is being added already' },
  'public-key-invalid': {
    secret:
      'This is a secret key, which is to stay with its owner; it was not stored. Send the public one.',
  },
  'site-unavailable': {
    suspended: '{site} is suspended',
    revoked: '{site} is revoked',
  },
  'storage-unavailable': {
    unmarked: `${NOTHING_IS_LOST}: ${SIGHTS.store.unmarked}.`,
    'of-another': `${NOTHING_IS_LOST}: ${SIGHTS.store['of-another']}.`,
    new: `${NOTHING_IS_LOST}: ${SIGHTS.store.new}.`,
    'many-missing': `${NOTHING_IS_LOST}: ${SIGHTS.store['many-missing']}.`,
  },
  'storage-quota-exceeded':
    'You keep {usedBytes|bytes} of the {quotaBytes|bytes} that your account may keep, and this file has {addedBytes|bytes}. The site limits what each account keeps, so that there is room for everybody.',
  'webhook-limit-reached': 'There are {webhooks} webhooks already; remove one that is not used.',
} as const satisfies Readonly<Partial<Record<ProblemCode, Cases>>>

export type RefusalKey = KeyOf<typeof REFUSALS>
/** What goes with a refusal besides its text. */
export type RefusalOptions = Omit<NonNullable<ConstructorParameters<typeof DomainError>[2]>, 'told'>
type Refused<Key extends RefusalKey> = ParamsOf<TemplateOf<typeof REFUSALS, Key>> & RefusalOptions

/** A refusal whose facts every client can tell in its own language. */
export function refusal<Key extends RefusalKey>(
  key: Key,
  ...[refused]: Refused<Key> extends { readonly params?: undefined }
    ? [refused?: Refused<Key>]
    : [refused: Refused<Key>]
): DomainError {
  const { params = {}, ...options }: RefusalOptions & { params?: Params | undefined } =
    refused ?? {}
  const detail = inEnglish(templateOf(REFUSALS, key), key, params)
  const code: ProblemCode = codeOf<RefusalKey>(key)
  return new DomainError(code, detail, { ...options, told: { key, params } })
}
