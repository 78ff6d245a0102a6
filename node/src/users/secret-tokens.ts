import { hash, randomBytes } from 'node:crypto'

/** The prefix tells a person, and a scanner of leaked secrets, what a string is. */
const PREFIXES = {
  session: 'cps_',
  api: 'cpt_',
  'set-up': 'cpl_',
  recovery: 'cpr_',
  device: 'cpd_',
  'device-code': 'cpc_',
} as const
export type SecretTokenKind = keyof typeof PREFIXES

const TOKEN_BYTES = 32

export function newSecretToken(kind: SecretTokenKind): string {
  return PREFIXES[kind] + randomBytes(TOKEN_BYTES).toString('base64url')
}

export function secretTokenKind(token: string): SecretTokenKind | undefined {
  for (const [kind, prefix] of Object.entries(PREFIXES)) {
    if (token.startsWith(prefix)) return kind as SecretTokenKind
  }
  return undefined
}

/**
 * What is stored of a token. Tokens are found by this digest, so how long a look-up takes tells
 * nothing of the token itself (T23), and a stolen table opens no session.
 */
export function digestOfToken(token: string): string {
  return hash('sha256', token, 'hex')
}
