import { sha256Hex } from '../digest.ts'
import { signHopToken } from '../hop-token.ts'
import type { ProblemCode } from '../problem.ts'
import {
  createFixture,
  encodeJson,
  type Fixture,
  NOW,
  NOW_MS,
  NOW_S,
  signRaw,
  tampered,
} from './fixture.ts'
import {
  type Changes,
  claimsOf,
  type HopTokenRequestVector,
  type HopTokenVector,
  TYP,
} from './hop-token-claims.ts'
import { headerCases } from './hop-token-header.ts'

const PATH = '/peer/v1/messages?after=7&wait=25'
const BODY = '{"messages":["a"]}'

/** Every token is judged by `self` at `now`; `request` is what arrived with it. */
export async function hopTokenVectors() {
  const fixture = await createFixture()
  const request = { method: 'POST', pathAndQuery: PATH, bodySha256: await sha256Hex(BODY) }
  const cases: HopTokenVector[] = [
    ...(await validCases(fixture, request)),
    ...(await headerCases(fixture, request)),
    ...(await signerCases(fixture, request)),
    ...(await claimCases(fixture, request)),
    ...(await requestCases(fixture, request)),
  ]
  const self = 'site:cape-town'
  return {
    description: 'Hop tokens: protocol section 4',
    now: NOW,
    self,
    sites: fixture.sites,
    cases,
  }
}

async function validCases(
  { keys }: Fixture,
  request: HopTokenRequestVector,
): Promise<HopTokenVector[]> {
  const token = await signHopToken(
    {
      issuer: 'site:lund',
      audience: 'site:cape-town',
      method: 'POST',
      pathAndQuery: PATH,
      bodySha256: request.bodySha256 ?? undefined,
      documentVersion: 42,
      nowMs: NOW_MS,
      jti: 'AAECAwQFBgcICQoLDA0ODw',
    },
    keys.lundSign.signer,
  )
  const bare = { method: 'GET', pathAndQuery: '/peer/v1/health', bodySha256: null }
  const header = { alg: 'EdDSA', typ: TYP, kid: keys.lundSign.kid }
  const sign = async (of: HopTokenRequestVector, changes: Changes) =>
    (await signRaw(header, encodeJson(claimsOf(of, changes)), keys.lundSign)).compact
  const accepted = async (name: string, of: HopTokenRequestVector, changes: Changes) =>
    ({ name, token: await sign(of, changes), request: of, expect: 'valid' }) as const
  return [
    { name: 'a POST with a body', token, request, expect: 'valid' },
    await accepted('a GET without a body', bare, {}),
    await accepted('issued 60 s ahead of our clock', request, {
      iat: NOW_S + 60,
      exp: NOW_S + 120,
    }),
    await accepted('expired 60 s ago', request, { iat: NOW_S - 120, exp: NOW_S - 60 }),
    await accepted('a life of one second', request, { exp: NOW_S + 1 }),
    await accepted('a claim that we do not know', request, { gid: 'later' }),
    await accepted('no federation document yet', request, { fdv: 0 }),
  ]
}

async function signerCases(
  { keys }: Fixture,
  request: HopTokenRequestVector,
): Promise<HopTokenVector[]> {
  const signed = async (kid: string, by: keyof typeof keys, changes: Changes = {}) =>
    (
      await signRaw(
        { alg: 'EdDSA', typ: TYP, kid },
        encodeJson(claimsOf(request, changes)),
        keys[by],
      )
    ).compact
  const own = await signed(keys.lundSign.kid, 'lundSign')
  const [header, , signature] = own.split('.')
  const otherPayload = encodeJson(claimsOf(request, { fdv: 43 }))
  const cases: [string, ProblemCode, string][] = [
    [
      'an unknown site',
      'peer-site-unknown',
      await signed(keys.stranger.kid, 'stranger', { iss: 'site:oslo' }),
    ],
    [
      'a site whose name begins like a member',
      'peer-site-unknown',
      await signed(keys.lundSign.kid, 'lundSign', { iss: 'site:lund-2' }),
    ],
    [
      'a suspended site',
      'peer-site-suspended',
      await signed(keys.ibadanSign.kid, 'ibadanSign', { iss: 'site:ibadan' }),
    ],
    ['an unknown kid', 'peer-key-unknown', await signed(keys.stranger.kid, 'stranger')],
    [
      'the kid of another site',
      'peer-key-unknown',
      await signed(keys.capeTownSign.kid, 'capeTownSign'),
    ],
    ['the root key of the site', 'peer-key-unknown', await signed(keys.lundRoot.kid, 'lundRoot')],
    [
      'a key that is no longer in use',
      'peer-key-unknown',
      await signed(keys.lundOld.kid, 'lundOld'),
    ],
    [
      'a kid that the signature is not by',
      'peer-signature-invalid',
      await signed(keys.lundSign.kid, 'stranger'),
    ],
    ['a tampered signature', 'peer-signature-invalid', tampered(own)],
    [
      'another payload under a good signature',
      'peer-signature-invalid',
      `${header}.${otherPayload}.${signature}`,
    ],
  ]
  return cases.map(([name, expect, token]) => ({ name, token, request, expect }))
}

async function claimCases(
  { keys }: Fixture,
  request: HopTokenRequestVector,
): Promise<HopTokenVector[]> {
  const malformed: Record<string, Changes> = {
    'aud is an array that contains us': { aud: ['site:cape-town'] },
    'no aud': { aud: undefined },
    'no iss': { iss: undefined },
    'an iss that is not a site': { iss: 'https://lund.example' },
    'no iat': { iat: undefined },
    'no exp': { exp: undefined },
    'iat is a fraction': { iat: NOW_S + 0.5 },
    'exp is a string': { exp: String(NOW_S + 60) },
    'no jti': { jti: undefined },
    'a jti of 64 bits': { jti: 'AAECAwQFBgc' },
    'no htm': { htm: undefined },
    'no htu': { htu: undefined },
    'htu is a whole URL': { htu: `https://cape-town.example${PATH}` },
    'no bdg': { bdg: undefined },
    'bdg of another algorithm': { bdg: 'sha-512=:AAAA:' },
    'no pv': { pv: undefined },
    'no fdv': { fdv: undefined },
  }
  const wrong: [string, ProblemCode, Changes][] = [
    ['for another site', 'peer-audience-mismatch', { aud: 'site:ibadan' }],
    [
      'for a site whose name begins like ours',
      'peer-audience-mismatch',
      { aud: 'site:cape-town-2' },
    ],
    ['issued 61 s ahead of our clock', 'peer-clock-skew', { iat: NOW_S + 61, exp: NOW_S + 120 }],
    ['expired 61 s ago', 'peer-token-expired', { iat: NOW_S - 121, exp: NOW_S - 61 }],
    [
      'expired a year ago',
      'peer-token-expired',
      { iat: NOW_S - 31_536_060, exp: NOW_S - 31_536_000 },
    ],
    ['a life of 61 s', 'peer-token-lifetime', { exp: NOW_S + 61 }],
    ['a life of a year', 'peer-token-lifetime', { exp: NOW_S + 31_536_000 }],
    ['exp before iat', 'peer-token-lifetime', { exp: NOW_S - 1 }],
    ['a protocol version that we do not speak yet', 'protocol-version-unsupported', { pv: 1000 }],
  ]
  const cases = [
    ...Object.entries(malformed).map(
      ([name, changes]) => [name, 'peer-token-malformed', changes] as const,
    ),
    ...wrong,
  ]
  const header = { alg: 'EdDSA', typ: TYP, kid: keys.lundSign.kid }
  return Promise.all(
    cases.map(async ([name, expect, changes]) => {
      const payload = encodeJson(claimsOf(request, changes))
      const { compact } = await signRaw(header, payload, keys.lundSign)
      return { name, token: compact, request, expect }
    }),
  )
}

async function requestCases(
  { keys }: Fixture,
  signed: HopTokenRequestVector,
): Promise<HopTokenVector[]> {
  const header = { alg: 'EdDSA', typ: TYP, kid: keys.lundSign.kid }
  const tokenFor = async (of: HopTokenRequestVector) =>
    (await signRaw(header, encodeJson(claimsOf(of)), keys.lundSign)).compact
  const token = await tokenFor(signed)
  const bodiless = await tokenFor({ ...signed, bodySha256: null })
  const path = (pathAndQuery: string) => ({ ...signed, pathAndQuery })
  const body = async (text: string) => ({ ...signed, bodySha256: await sha256Hex(text) })
  return [
    {
      name: 'another method',
      token,
      request: { ...signed, method: 'PUT' },
      expect: 'peer-method-mismatch',
    },
    {
      name: 'the method in lower case',
      token,
      request: { ...signed, method: 'post' },
      expect: 'peer-method-mismatch',
    },
    {
      name: 'another path',
      token,
      request: path('/peer/v1/sync?after=7&wait=25'),
      expect: 'peer-path-mismatch',
    },
    {
      name: 'another query',
      token,
      request: path('/peer/v1/messages?after=8&wait=25'),
      expect: 'peer-path-mismatch',
    },
    {
      name: 'the query in another order',
      token,
      request: path('/peer/v1/messages?wait=25&after=7'),
      expect: 'peer-path-mismatch',
    },
    { name: 'no query', token, request: path('/peer/v1/messages'), expect: 'peer-path-mismatch' },
    {
      name: 'the path percent-encoded otherwise',
      token,
      request: path('/peer/v1/%6dessages?after=7&wait=25'),
      expect: 'peer-path-mismatch',
    },
    {
      name: 'an altered body',
      token,
      request: await body('{"messages":["b"]}'),
      expect: 'peer-body-mismatch',
    },
    {
      name: 'the body taken away',
      token,
      request: { ...signed, bodySha256: null },
      expect: 'peer-body-mismatch',
    },
    { name: 'a body added', token: bodiless, request: signed, expect: 'peer-body-mismatch' },
  ]
}
