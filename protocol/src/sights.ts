import { inEnglish, type KeyOf, type ParamsOf, type TemplateOf, templateOf } from './template.ts'
import type { Told } from './told.ts'

/** What a node sees of its own parts, of its peers, and of what it raises alerts about. */
export const SIGHTS = {
  part: {
    unreachable: 'it cannot be reached',
    timeout: 'no answer within {seconds} s',
  },
  database: {
    ok: 'the database answers',
    slow: 'the database took {ms} ms',
  },
  migrations: {
    ok: 'the schema is of this version',
    pending: '{pending} {pending|migration has|migrations have} not been applied',
  },
  worker: {
    never: 'no worker has ever started',
    seen: 'a worker was last seen {seconds|duration} ago',
  },
  disk: '{freeBytes|bytes} free, {neededBytes|bytes} needed',
  volume: {
    steady: 'not filling',
    filling: 'full in {leftS|duration}',
  },
  hints: {
    'in-process': 'in this process: run one process only',
    ok: 'Redis answers',
    away: 'Redis is out of reach',
  },
  engines: {
    ok: 'all engines are there',
    missing: 'not installed: {names}',
  },
  mail: {
    unasked: 'the mail server was not asked yet',
    ok: 'the mail server answers',
    away: 'the mail server is out of reach',
    waiting: '{mails} {mails|mail waits|mails wait}, the oldest for {oldestS|duration}',
    undeliverable: '{mails} {mails|mail was|mails were} given up in the last day',
  },
  clock: {
    alone: 'there is nobody to compare the clock with',
    'in-step': 'in step with {clocks} other {clocks|clock|clocks}',
    fast: '{seconds} s fast against {clocks} other {clocks|clock|clocks}',
    slow: '{seconds} s slow against {clocks} other {clocks|clock|clocks}',
  },
  queue: '{waiting} waiting, the oldest for {oldestS|duration}',
  outbox: '{messages} {messages|message waits|messages wait}, the oldest for {oldestS|duration}',
  peer: {
    unasked: 'it has not been asked yet',
    ok: 'it answers',
    'not-ready': 'it answers, and says that it is not ready',
    'other-site': 'another site answers at its address',
    refuses: 'it refuses the question ({code})',
    silent: 'no answer',
    later: 'out of reach; the next attempt is due later',
  },
  /** Why there is no whole answer. */
  answer: {
    late: 'no answer within {ms} ms',
    'given-up': 'the question was given up',
    long: 'the answer is longer than {bytes|bytes}',
    broken: 'no answer ({code})',
    'not-called': 'it is no active member, and is not called',
    status: 'it answered with status {status}',
    refusal: 'it refuses the call ({code})',
    unknown: 'it answered something that this version does not understand',
  },
  registry: {
    disbelieved: 'its document is not believed',
    unstored: 'its answer could not be stored',
  },
  'peer-down': {
    'other-site': 'another site has answered at its address for {downS|duration}',
    refuses: 'it has refused the question ({code}) for {downS|duration}',
    silent: 'no answer for {downS|duration}',
  },
  /** Why a member cannot be used, but for a statement that is not believed. */
  member: {
    missing: 'its statement is missing',
    digest: 'its statement has another digest',
    'other-site': 'its statement is of {siteId}',
  },
  /** Why a signed document is not believed. */
  signed: {
    long: 'it is longer than {characters} characters',
    'no-jws': 'it is not a compact JWS with an Ed25519 signature',
    'no-json': 'its payload is not JSON in UTF-8',
    'not-canonical': 'it is not canonical JSON',
    malformed: 'missing or malformed: {places}',
    'no-header': 'its header is not a JSON object',
    'other-header': 'its header is not exactly alg EdDSA, typ and kid',
    'other-typ': 'its typ is not {typ}',
    'other-key': 'the signature is not by {kid}',
    few: 'signed by {signed} of the keys that count; {needed} are needed',
    'other-root': 'the root key of {siteId} is another',
    'root-signs': 'the root key is also listed as a signing key',
    'no-root': 'the root key has not signed',
    'of-another': '{siteId} cannot speak for {otherId}',
    'foreign-panel': '{siteId} cannot publish {panelId}',
    'other-federation': 'it is of {federationId}',
    future: 'it was issued in the future, at {issued}',
    expired: 'it expired at {expires}',
  },
  document: 'the federation document is {ageS|duration} old',
  backup: {
    never: 'nothing has been backed up for {ageS|duration}',
    old: 'the last back-up is {ageS|duration} old',
  },
  expiry: {
    left: 'expires in {leftS|duration}',
    past: 'expired {pastS|duration} ago',
  },
  files: {
    damaged: '{files} stored {files|file is|files are} damaged',
    missing: 'at least {missing} of {of} stored files are missing',
  },
  webhook: {
    gone: 'its receiver says that it is gone (410)',
    status: 'it took nothing for 3 days (status {status})',
    fault: 'it took nothing for 3 days ({fault})',
  },
  /** What kept a mail or a call of a webhook from being taken. */
  delivery: {
    'not-public':
      'the name leads to an address that is not public; an administrator may allow its network with `CROSSPANEL_WEBHOOK_ALLOW_CIDRS`',
    'process-lost': 'the process that sent it was lost',
    late: 'there was no answer in time',
    'no-name': 'the name of the server cannot be found',
    'no-name-server': 'the name server does not answer',
    'nobody-listens': 'nothing listens at the address',
    cut: 'the connection was cut',
    'no-way': 'there is no route to the server',
    'not-verified': 'the certificate of the server cannot be verified',
    'certificate-expired': 'the certificate of the server has expired',
    'certificate-of-another': 'the certificate of the server is for another name',
    'not-connected': 'the connection failed',
    'no-tls': 'the mail server offers no TLS that can be used',
    'login-refused': 'the mail server refuses the user name or the password',
    'not-let-in': 'the mail server does not let the node in',
    'not-now': 'the mail server takes no mail at the moment',
    'address-refused': 'the mail server does not take the sender or the recipient',
    'address-put-off': 'the mail server does not take the sender or the recipient at the moment',
    'mail-refused': 'the mail server does not take the mail',
    'mail-put-off': 'the mail server does not take the mail at the moment',
  },
  store: {
    ok: 'the store is the one that the files are in',
    unmarked:
      'the store is not the one that this node has used: its mark, `store-id`, is not there',
    'of-another':
      'the store has the mark of another node: its `store-id` is not the one of this node',
    new: 'the store is new to this node, and has {here} of its latest {of} files',
    'many-missing':
      'the store lacks at least {missing} of {of} files, too many at once to be single losses',
  },
} as const

export type SightKey = KeyOf<typeof SIGHTS>
type SightParams<Key extends SightKey> = ParamsOf<TemplateOf<typeof SIGHTS, Key>>['params']

/** In English words, and what they are made of. */
export type Sight = readonly [seen: string, told: Told]

export function sight<Key extends SightKey>(
  key: Key,
  ...[params]: SightParams<Key> extends undefined
    ? [params?: undefined]
    : [params: SightParams<Key>]
): Sight {
  const values = params ?? {}
  return [inEnglish(templateOf(SIGHTS, key), key, values), { key, params: values }]
}
