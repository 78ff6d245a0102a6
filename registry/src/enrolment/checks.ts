import { type NodeStatement, PROTOCOL_RANGE } from '@crosspanel/protocol/federation'
import { CLOCK_SKEW_ALLOWED_S } from '@crosspanel/protocol/hop-token'
import type { KeyId } from '@crosspanel/protocol/ids'
import { keyIdOf, siteKeysOf } from '@crosspanel/protocol/keys'
import { DomainError } from '@crosspanel/protocol/problem'
import type { CryptoKey } from 'jose'

const SKEW_MS = CLOCK_SKEW_ALLOWED_S * 1000

/** The statement has to come from the institution that was invited: same name, contact in the same domain. */
export function requireInvited(
  statement: Pick<NodeStatement, 'organisation' | 'contact'>,
  invite: { readonly organisation: string; readonly emailDomain: string },
): void {
  if (statement.organisation.trim() !== invite.organisation) {
    throw new DomainError('invite-mismatch', `the invite is for ${invite.organisation}`)
  }
  const domain = statement.contact.slice(statement.contact.lastIndexOf('@') + 1).toLowerCase()
  if (domain !== invite.emailDomain) {
    throw new DomainError('invite-mismatch', `the invite is for addresses at ${invite.emailDomain}`)
  }
}

/** A statement that this federation can work with now. */
export function requireUsable({ protocol, issued }: NodeStatement, nowMs: number): void {
  if (protocol.min > PROTOCOL_RANGE.max || protocol.max < PROTOCOL_RANGE.min) {
    throw new DomainError(
      'protocol-version-unsupported',
      `the site speaks ${protocol.min} to ${protocol.max}, the federation ${PROTOCOL_RANGE.min} to ${PROTOCOL_RANGE.max}`,
    )
  }
  if (Date.parse(issued) > nowMs + SKEW_MS) {
    throw new DomainError('invalid-request', `the statement was issued in the future, at ${issued}`)
  }
}

/** The statement's signing keys that are in use now. */
export async function signKeysInUse(
  statement: NodeStatement,
  nowMs: number,
): Promise<ReadonlyMap<KeyId, CryptoKey>> {
  const keys = new Map<KeyId, CryptoKey>()
  for (const [kid, { key, notBeforeMs, notAfterMs }] of await siteKeysOf(statement)) {
    if (nowMs + SKEW_MS >= notBeforeMs && nowMs <= notAfterMs) keys.set(kid, key)
  }
  return keys
}

/** Whether the statement lists this encryption key, and it is in use now. */
export async function listsEncryptionKey(
  { encryptionKeys }: NodeStatement,
  kid: KeyId,
  nowMs: number,
): Promise<boolean> {
  for (const { key, notBefore, notAfter } of encryptionKeys) {
    const isInUse = nowMs + SKEW_MS >= Date.parse(notBefore) && nowMs <= Date.parse(notAfter)
    if (isInUse && (await keyIdOf(key)) === kid) return true
  }
  return false
}
