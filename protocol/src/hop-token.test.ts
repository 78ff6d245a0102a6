import { describe, expect, it } from 'vitest'
import {
  bodyDigestOf,
  type HopTokenExpectation,
  type HopTokenRequest,
  matchesBodyDigest,
  signHopToken,
  verifyHopToken,
} from './hop-token.ts'
import { generateSigningKeyPair, importSigningKey, importVerifyKey } from './keys.ts'
import { sha256Hex } from './digest.ts'

const NOW_MS = Date.UTC(2026, 5, 1, 12)
const pair = await generateSigningKeyPair()
const signer = await importSigningKey(pair.privateJwk)
const siteKey = {
  key: await importVerifyKey(pair.publicJwk),
  notBeforeMs: NOW_MS - 1000,
  notAfterMs: NOW_MS + 1000,
}
const request: HopTokenRequest = {
  issuer: 'site:lund',
  audience: 'site:cape-town',
  method: 'POST',
  pathAndQuery: '/peer/v1/messages?x=1',
  bodySha256: await sha256Hex('body'),
  documentVersion: 3,
  nowMs: NOW_MS,
  jti: 'AAECAwQFBgcICQoLDA0ODw',
}

function verify(token: string, changes: Partial<HopTokenExpectation> = {}) {
  const { audience, method, pathAndQuery, bodySha256 } = request
  const findSite = (siteId: string) =>
    siteId === 'site:lund'
      ? ({ status: 'active', keys: new Map([[pair.kid, siteKey]]) } as const)
      : undefined
  const body = { sha256: bodySha256 }
  const expected = { audience, method, pathAndQuery, body, nowMs: NOW_MS, findSite }
  return verifyHopToken(token, { ...expected, ...changes })
}

describe('a hop token', () => {
  it('tells its verifier who calls, what to remember and until when', async () => {
    const token = await signHopToken(request, signer)

    const verdict = await verify(token)

    expect(verdict).toEqual({
      kind: 'valid',
      issuer: 'site:lund',
      kid: pair.kid,
      jti: request.jti,
      expiresMs: NOW_MS + 60_000,
      bodyDigest: bodyDigestOf(request.bodySha256),
      documentVersion: 3,
      protocolVersion: 1,
    })
  })

  it('says both times and the difference when the clocks differ (T34)', async () => {
    const token = await signHopToken({ ...request, nowMs: NOW_MS + 90_000 }, signer)

    const verdict = await verify(token)

    expect(verdict).toEqual({
      kind: 'refused',
      code: 'peer-clock-skew',
      detail: 'issued at 2026-06-01T12:01:30.000Z, it is 2026-06-01T12:00:00.000Z here: 90 s',
      issuer: 'site:lund',
    })
  })

  it('is refused with a key that is not yet or no longer in use, beyond the allowed skew', async () => {
    const token = await signHopToken(request, signer)

    const early = await verify(token, { nowMs: siteKey.notBeforeMs - 60_001 })
    const late = await verify(token, { nowMs: siteKey.notAfterMs + 1 })

    expect(early).toMatchObject({ code: 'peer-key-unknown' })
    expect(late).toMatchObject({ code: 'peer-key-unknown' })
  })

  it('waits for sites that are looked up in a database', async () => {
    const token = await signHopToken(request, signer)

    const verdict = await verify(token, { findSite: () => Promise.resolve(undefined) })

    expect(verdict).toMatchObject({ code: 'peer-site-unknown' })
  })

  it('leaves a streamed body to be compared afterwards', async () => {
    const token = await signHopToken(request, signer)

    const verdict = await verify(token, { body: 'deferred' })

    if (verdict.kind !== 'valid') throw new Error(verdict.detail)
    expect(matchesBodyDigest(verdict, request.bodySha256)).toBe(true)
    expect(matchesBodyDigest(verdict, await sha256Hex('other'))).toBe(false)
    expect(matchesBodyDigest(verdict, undefined)).toBe(false)
  })

  it('states the body digest as RFC 9530 does', async () => {
    const digest = bodyDigestOf(await sha256Hex('{"hello": "world"}\n'))

    expect(digest).toBe('sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:')
  })
})
