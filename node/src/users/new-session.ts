import type { SessionKind } from '@crosspanel/protocol/account'
import { clientFamily, coarseNetwork, type Origin } from './origin.ts'
import { digestOfToken, newSecretToken } from './secret-tokens.ts'

const DAY_MS = 86_400_000
const LIFE_MS = { browser: DAY_MS / 2, 'command-line': 30 * DAY_MS } as const

/** A session to be opened for an account, and the token that only its holder has. */
export function newSession(kind: SessionKind, origin: Origin, id: string, createdAt: Date) {
  const token = newSecretToken('session')
  const session = {
    id,
    tokenSha256: digestOfToken(token),
    kind,
    network: coarseNetwork(origin.address),
    client: clientFamily(origin.userAgent),
    createdAt,
    lastUsedAt: createdAt,
    expiresAt: new Date(createdAt.getTime() + LIFE_MS[kind]),
  }
  return { token, session }
}
