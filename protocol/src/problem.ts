import { z } from 'zod'
import { Told } from './told.ts'

/**
 * Every problem that a node or a registry can answer with. The key is the last segment of
 * the problem's `type` URI and the stable contract: clients switch on it, never on words.
 */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request does not match its schema' },
  'malformed-json': { status: 400, title: 'The request body is not valid JSON' },
  'idempotency-key-missing': { status: 400, title: 'The request needs an Idempotency-Key header' },
  unauthenticated: { status: 401, title: 'Log in first' },
  'credentials-wrong': { status: 401, title: 'The e-mail address or the password is wrong' },
  'password-wrong': { status: 403, title: 'The current password is wrong' },
  forbidden: { status: 403, title: 'This account may not do that' },
  'invite-mismatch': {
    status: 403,
    title: 'The invite is for another organisation or e-mail domain',
  },
  'device-login-denied': { status: 403, title: 'The login was refused in the browser' },
  'csrf-refused': { status: 403, title: 'The request came from another origin' },
  'route-not-found': { status: 404, title: 'There is nothing at this address' },
  'account-not-found': { status: 404, title: 'No such account' },
  'token-not-found': { status: 404, title: 'No such API token' },
  'file-not-found': { status: 404, title: 'No such file' },
  'announcement-not-found': { status: 404, title: 'No such announcement' },
  'alert-not-found': { status: 404, title: 'No such alert' },
  'silence-not-found': { status: 404, title: 'No such silence, or it has ended' },
  'panel-not-found': { status: 404, title: 'No such reference panel' },
  'sketch-not-found': {
    status: 404,
    title: 'The panel has no sketch of its variants for this site',
  },
  'panel-task-not-found': { status: 404, title: 'No such panel task' },
  'job-not-found': { status: 404, title: 'No such job' },
  'site-not-found': { status: 404, title: 'No such site' },
  'transfer-not-found': { status: 404, title: 'No such transfer' },
  'invite-not-found': { status: 404, title: 'No such invite' },
  'enrolment-not-found': { status: 404, title: 'No such enrolment' },
  'document-not-found': { status: 404, title: 'No document with this digest' },
  'notification-not-found': { status: 404, title: 'No such notification' },
  'webhook-not-found': { status: 404, title: 'No such webhook' },
  'delivery-not-found': { status: 404, title: 'No such delivery' },
  'mail-not-found': { status: 404, title: 'No such mail' },
  'method-not-allowed': { status: 405, title: 'This address does not take this method' },
  'request-too-slow': { status: 408, title: 'The request did not arrive in time' },
  'session-not-found': { status: 404, title: 'No such session' },
  'device-login-not-found': { status: 404, title: 'No login waits for this code' },
  'account-exists': { status: 409, title: 'An account with this e-mail address exists already' },
  'account-state-conflict': {
    status: 409,
    title: 'The account is not in a state that allows this',
  },
  'last-administrator': {
    status: 409,
    title: 'This is the last account that can administer the site',
  },
  'panel-exists': { status: 409, title: 'This version of the panel is served already' },
  'alert-state-conflict': { status: 409, title: 'The alert is not in a state that allows this' },
  'job-state-conflict': { status: 409, title: 'The job is not in a state that allows this' },
  'announcement-limit-reached': {
    status: 409,
    title: 'There are as many announcements as there may be',
  },
  'announcement-ended': { status: 409, title: 'The announcement was ended already' },
  'run-not-queued': { status: 409, title: 'No run with this id waits in the queue' },
  'result-not-ready': { status: 409, title: 'The job has no accepted result yet' },
  'file-in-use': { status: 409, title: 'A job that has not ended uses this file' },
  'upload-incomplete': { status: 409, title: 'The upload is not complete yet' },
  'idempotency-conflict': {
    status: 409,
    title: 'A request with this Idempotency-Key is under way',
  },
  'offset-mismatch': { status: 409, title: 'The upload is at another offset' },
  'message-conflict': { status: 409, title: 'This message id was used for another message' },
  'stale-epoch': { status: 409, title: 'A newer run of this job exists' },
  'site-exists': { status: 409, title: 'A site with this id is known already' },
  'enrolment-state-conflict': { status: 409, title: 'The enrolment was decided already' },
  'member-state-conflict': { status: 409, title: 'The member is not in a status that allows this' },
  'invite-state-conflict': { status: 409, title: 'The invite is not in a state that allows this' },
  'invite-used': { status: 409, title: 'The invite was used already' },
  'statement-stale': { status: 409, title: 'A newer document of this site is published already' },
  'webhook-limit-reached': { status: 409, title: 'There are as many webhooks as there may be' },
  'webhook-disabled': { status: 409, title: 'The webhook is switched off' },
  'mail-state-conflict': { status: 409, title: 'The mail cannot be sent again' },
  'mail-not-configured': { status: 409, title: 'This node has no mail server' },
  'set-up-link-expired': { status: 410, title: 'The set-up link was used or has expired' },
  'recovery-link-expired': { status: 410, title: 'The recovery link was used or has expired' },
  'device-code-expired': { status: 410, title: 'The device code was used or has expired' },
  'invite-expired': { status: 410, title: 'The invite has expired' },
  'upload-expired': { status: 410, title: 'The upload was not complete in time and was removed' },
  'file-expired': { status: 410, title: 'The time of this file was over and it was deleted' },
  'file-damaged': { status: 410, title: 'The stored bytes of this file are damaged' },
  'tus-version-unsupported': { status: 412, title: 'The upload needs version 1.0.0 of tus' },
  'body-too-large': { status: 413, title: 'The request body is too large' },
  'storage-quota-exceeded': { status: 413, title: 'The account has no room for this file' },
  'media-type-unsupported': {
    status: 415,
    title: 'The request body has a media type that is not taken here',
  },
  'range-not-satisfiable': { status: 416, title: 'The requested range is outside the file' },
  'checksum-mismatch': {
    status: 460,
    title: 'The bytes that arrived are not the bytes that were sent',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'This Idempotency-Key was used for another request',
  },
  'panel-source-refused': {
    status: 422,
    title: 'These files cannot be made into a reference panel as they are',
  },
  'panel-unavailable': { status: 422, title: 'No site serves this reference panel now' },
  'panel-terms-not-accepted': {
    status: 422,
    title: 'The panel has terms that its users must agree to',
  },
  'panel-terms-changed': {
    status: 422,
    title: 'The terms that were agreed to are not those of the panel now',
  },
  'panel-access-denied': { status: 422, title: "The panel's owner does not admit this site" },
  'site-unavailable': {
    status: 422,
    title: 'The site that holds the panel is not an active member',
  },
  'federation-expired': {
    status: 422,
    title: 'The federation document has expired, so no new job can start',
  },
  'webhook-url-refused': { status: 422, title: 'This address is not called from here' },
  'template-refused': { status: 422, title: 'The texts cannot be used as they are' },
  'mail-not-sent': { status: 502, title: 'The mail server did not take the mail' },
  'input-refused': { status: 422, title: 'The files cannot be imputed as they are' },
  'public-key-invalid': { status: 422, title: 'This is not a Crypt4GH public key' },
  'signature-invalid': { status: 422, title: 'The signature does not match the document' },
  'fingerprint-mismatch': {
    status: 422,
    title: "The fingerprint is not that of the site's root key",
  },
  'proof-invalid': { status: 422, title: 'The proof of possession does not match the key' },
  'protocol-version-unsupported': {
    status: 426,
    title: 'The two sites speak no common protocol version',
  },
  'rate-limited': { status: 429, title: 'Too many attempts; wait before the next' },
  'slow-down': { status: 429, title: 'This device code was asked for too often' },
  'too-many-streams': { status: 429, title: 'This account has too many live streams open' },
  'job-quota-reached': { status: 429, title: 'The account has as many jobs as it may have' },
  internal: { status: 500, title: 'The server failed' },
  maintenance: { status: 503, title: 'The site is in maintenance and takes no new work' },
  'not-ready': { status: 503, title: 'The server cannot do this at the moment' },
  'host-not-answering': {
    status: 503,
    title: 'The host of the panel gives no usable answer at the moment',
  },
  'storage-unavailable': {
    status: 503,
    title: 'The place where this site keeps files cannot be used at the moment',
  },
  'insufficient-storage': { status: 507, title: 'The site has too little disk space left' },

  'peer-token-missing': { status: 401, title: 'A peer call needs a hop token' },
  'peer-token-malformed': { status: 401, title: 'The hop token is malformed' },
  'peer-site-unknown': { status: 401, title: 'The calling site is not a member of the federation' },
  'peer-site-suspended': { status: 403, title: 'The calling site is suspended or revoked' },
  'peer-key-unknown': { status: 401, title: 'The key is not one of the calling site' },
  'peer-signature-invalid': {
    status: 401,
    title: 'The signature is not by the key that the token names',
  },
  'peer-audience-mismatch': { status: 401, title: 'The token is for another site' },
  'peer-token-expired': { status: 401, title: 'The token has expired' },
  'peer-clock-skew': { status: 401, title: 'The clocks of the two sites differ too much' },
  'peer-token-lifetime': { status: 401, title: 'The token lives longer than 60 seconds' },
  'peer-method-mismatch': { status: 401, title: 'The token is for another method' },
  'peer-path-mismatch': { status: 401, title: 'The token is for another path or query' },
  'peer-body-mismatch': { status: 401, title: 'The body is not the one that was signed' },
  'peer-token-replayed': { status: 401, title: 'The token was used before' },
  'peer-message-invalid': { status: 422, title: 'The message is not one that this site takes' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof PROBLEMS

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code)
}

export const PROBLEM_TYPE_BASE = 'https://crosspanel.org/problems/'
export const PROBLEM_CONTENT_TYPE = 'application/problem+json'

/** One thing wrong with one part of a request. `fix` says what to do about it. */
export const ProblemDetail = z.object({
  pointer: z.string(),
  detail: z.string(),
  fix: z.string().optional(),
  /** What both are made of, where clients can tell them in another language. */
  told: Told.optional(),
})
export type ProblemDetail = z.infer<typeof ProblemDetail>

/**
 * RFC 9457 section 3.1 members; `told`, `code`, `requestId`, `site` and `errors` are extensions (section 3.2).
 * `code` is a string and not an enum, because a peer may be newer than we are.
 */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  /** What `detail` is made of, where clients can tell it in another language. */
  told: Told.optional(),
  instance: z.string().optional(),
  code: z.string(),
  requestId: z.string().optional(),
  site: z.string().optional(),
  errors: z.array(ProblemDetail).optional(),
})
export type Problem = z.infer<typeof Problem>

export function problemOf(
  code: ProblemCode,
  more: Partial<
    Pick<Problem, 'detail' | 'told' | 'instance' | 'requestId' | 'site' | 'errors'>
  > = {},
): Problem {
  const { status, title } = PROBLEMS[code]
  return { type: PROBLEM_TYPE_BASE + code, title, status, code, ...more }
}

/** The only error that code throws on purpose. Anything else that reaches an edge is a bug and answers `internal`. */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: ProblemCode
  readonly errors: Problem['errors']
  readonly told: Told | undefined
  /** Seconds after which a retry makes sense; becomes `Retry-After`. */
  readonly retryAfterS: number | undefined

  constructor(
    code: ProblemCode,
    detail?: string,
    options: ErrorOptions & { errors?: Problem['errors']; retryAfterS?: number; told?: Told } = {},
  ) {
    super(detail ?? PROBLEMS[code].title, options)
    this.code = code
    this.errors = options.errors
    this.told = options.told
    this.retryAfterS = options.retryAfterS
  }
}

/** What a problem says of an error besides its code. */
export function membersOf({
  message,
  told,
  errors,
}: DomainError): Pick<Problem, 'detail' | 'told' | 'errors'> {
  return { detail: message, ...(told && { told }), ...(errors && { errors }) }
}

export const problemOfError = (error: DomainError): Problem =>
  problemOf(error.code, membersOf(error))

/** A request that its schema lets through, and that is wrong all the same. */
export const invalidRequest = (...errors: readonly ProblemDetail[]): DomainError =>
  new DomainError('invalid-request', undefined, { errors: [...errors] })
