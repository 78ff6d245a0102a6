import { hasValidSignature, JWS_TYPES, readCompactJws, signCompactJws } from './compact-jws.ts'
import { CLOCK_SKEW_ALLOWED_S, type FindSite, findSiteKey } from './hop-token.ts'
import type { KeyId, SiteId } from './ids.ts'
import type { SigningKey, SiteKey } from './keys.ts'
import { MESSAGE_BODIES, type MessageBody, MessageEnvelope, type MessageType } from './message.ts'
import type { ProblemCode } from './problem.ts'

const MESSAGE_MAX_CHARS = 512 * 1024

/** An envelope whose body has been read as its type says. */
export type Message = {
  readonly [Type in MessageType]: Omit<MessageEnvelope, 'type' | 'body'> & {
    readonly type: Type
    readonly body: MessageBody<Type>
  }
}[MessageType]

export interface MessageRefusal {
  readonly kind: 'refused'
  readonly code: ProblemCode
  readonly detail: string
  /** The message's own id where one could be read; not to be believed before the signature is. */
  readonly mid?: string
}
export type MessageVerdict =
  { readonly kind: 'valid'; readonly message: Message; readonly kid: KeyId } | MessageRefusal

/** Compact JWS of a message. The result is the evidence: store and send exactly these characters. */
export async function signMessage(envelope: MessageEnvelope, signer: SigningKey): Promise<string> {
  return signCompactJws(MessageEnvelope.parse(envelope), JWS_TYPES.message, signer)
}

/**
 * Verifies a message end to end, whoever carried it. Unlike a hop token it does not age: a message
 * may wait for days in an outbox. Its key has to have been in use when it was issued.
 */
export async function verifyMessage(
  jws: string,
  expected: { readonly self: SiteId; readonly findSite: FindSite; readonly nowMs: number },
): Promise<MessageVerdict> {
  const read = readCompactJws(jws, { typ: JWS_TYPES.message, maxChars: MESSAGE_MAX_CHARS })
  if (read.kind === 'malformed') return refused('peer-message-invalid', read.seen[0])
  const parsed = MessageEnvelope.safeParse(read.payload)
  if (!parsed.success) return refused('peer-message-invalid', 'its envelope is malformed')
  const envelope = parsed.data
  const key = await findSiteKey(envelope.from, read.kid, expected.findSite)
  const refusal =
    'code' in key
      ? key
      : ((await signatureRefusal(jws, key, envelope, expected.nowMs)) ??
        recipientRefusal(envelope, expected.self))
  if (refusal !== undefined) return { ...refusal, mid: envelope.mid }
  return readBody(envelope, read.kid)
}

async function signatureRefusal(
  jws: string,
  { key, notBeforeMs, notAfterMs }: SiteKey,
  envelope: MessageEnvelope,
  nowMs: number,
): Promise<MessageRefusal | undefined> {
  const skewMs = CLOCK_SKEW_ALLOWED_S * 1000
  const issuedMs = Date.parse(envelope.issued)
  if (issuedMs + skewMs < notBeforeMs || issuedMs > notAfterMs) {
    return refused('peer-key-unknown', `the key was not in use at ${envelope.issued}`)
  }
  if (!(await hasValidSignature(jws, key))) {
    return refused('peer-signature-invalid', `the signature is not by a key of ${envelope.from}`)
  }
  if (issuedMs > nowMs + skewMs) {
    const now = new Date(nowMs).toISOString()
    return refused('peer-clock-skew', `issued at ${envelope.issued}, it is ${now} here`)
  }
  return undefined
}

function recipientRefusal(envelope: MessageEnvelope, self: SiteId): MessageRefusal | undefined {
  if (envelope.to === self) return undefined
  return refused('peer-audience-mismatch', `the message is for ${envelope.to}, this is ${self}`)
}

function readBody(envelope: MessageEnvelope, kid: KeyId): MessageVerdict {
  const { mid, type } = envelope
  if (!isMessageType(type)) {
    return { ...refused('peer-message-invalid', `the type ${type} is not known here`), mid }
  }
  const body = MESSAGE_BODIES[type].safeParse(envelope.body)
  if (!body.success) {
    const where = body.error.issues.map(({ path }) => path.join('.') || 'body')
    return { ...refused('peer-message-invalid', `malformed ${type}: ${where.join(', ')}`), mid }
  }
  // The parse ties the body to the type; the compiler cannot follow that through the table.
  return { kind: 'valid', kid, message: { ...envelope, type, body: body.data } as Message }
}

function isMessageType(type: string): type is MessageType {
  return Object.hasOwn(MESSAGE_BODIES, type)
}

function refused(code: ProblemCode, detail: string): MessageRefusal {
  return { kind: 'refused', code, detail }
}
