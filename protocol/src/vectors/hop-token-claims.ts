import { bodyDigestOf } from '../hop-token.ts'
import type { ProblemCode } from '../problem.ts'
import { NOW_S } from './fixture.ts'

export interface HopTokenRequestVector {
  readonly method: string
  readonly pathAndQuery: string
  readonly bodySha256: string | null
}
export interface HopTokenVector {
  readonly name: string
  readonly token: string
  readonly request: HopTokenRequestVector
  readonly expect: 'valid' | ProblemCode
}
export type Changes = Record<string, unknown>

export const TYP = 'crosspanel-peer+jwt'

export function claimsOf(request: HopTokenRequestVector, changes: Changes = {}): Changes {
  const claims: Changes = {
    iss: 'site:lund',
    aud: 'site:cape-town',
    iat: NOW_S,
    exp: NOW_S + 60,
    jti: 'AAECAwQFBgcICQoLDA0ODw',
    htm: request.method,
    htu: request.pathAndQuery,
    bdg: bodyDigestOf(request.bodySha256 ?? undefined),
    pv: 1,
    fdv: 42,
  }
  return Object.fromEntries(
    Object.entries({ ...claims, ...changes }).filter(([, value]) => value !== undefined),
  )
}
