import { base64url } from 'jose'
import { z } from 'zod'
import { canonicalJson } from './canonical.ts'
import { KeyId } from './ids.ts'
import { DomainError } from './problem.ts'

const PREFIX = 'xp1_'
const INVITE_MAX_CHARS = 2000

/**
 * What a federation admin hands to a new site out of band: where the registry is, whom to believe
 * there, and a secret that admits one enrolment.
 */
export const Invite = z.object({
  registryUrl: z.url({ protocol: /^https?$/ }),
  /** Key id of a root key of the federation: the site believes the registry for this and nothing else. */
  rootFingerprint: KeyId,
  token: z.string().min(20).max(200),
})
export type Invite = z.infer<typeof Invite>

export function encodeInvite(invite: Invite): string {
  return PREFIX + base64url.encode(canonicalJson(Invite.parse(invite)))
}

/** Reads what people paste: blanks around it are forgiven. Throws `invalid-request` without repeating the invite. */
export function decodeInvite(text: string): Invite {
  const trimmed = text.trim()
  if (!trimmed.startsWith(PREFIX) || trimmed.length > INVITE_MAX_CHARS) {
    throw new DomainError('invalid-request', `an invite starts with ${PREFIX}`)
  }
  try {
    const json = new TextDecoder().decode(base64url.decode(trimmed.slice(PREFIX.length)))
    return Invite.parse(JSON.parse(json))
  } catch {
    throw new DomainError('invalid-request', 'the invite is damaged; copy it again, whole')
  }
}
