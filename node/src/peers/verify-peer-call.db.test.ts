import { randomBytes } from 'node:crypto'
import { sha256Hex } from '@crosspanel/protocol/digest'
import {
  CLOCK_SKEW_ALLOWED_S,
  HOP_TOKEN_LIFE_S,
  type HopTokenRequest,
  signHopToken,
} from '@crosspanel/protocol/hop-token'
import { JWS_TYPES, signCompactJws } from '@crosspanel/protocol/compact-jws'
import {
  generateSigningKeyPair,
  importSigningKey,
  type SigningKey,
} from '@crosspanel/protocol/keys'
import { Problem, type ProblemCode } from '@crosspanel/protocol/problem'
import { describe, expect, inject, it } from 'vitest'
import { type Hints, openHints, openInProcessHints } from '../hints.ts'
import { createLogger } from '../logger.ts'
import { auditEntries } from '../monitoring/schema.ts'
import type { HttpResponse } from './http-client.ts'
import { signerOf } from './statement.ts'
import { openTestPeers, type TestPeers, type TestPeer } from '../../../test/src/peers-harness.ts'

const LUND = 'site:lund'
const IBADAN = 'site:ibadan'
const LOG = createLogger({ siteId: IBADAN, logLevel: 'silent' })
const BODY = new TextEncoder().encode('{"messages":["x.y.z"]}')

interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly path: string
  readonly body?: Uint8Array
}
const POST_MESSAGES: Call = { method: 'POST', path: '/peer/v1/messages', body: BODY }
const GET_HEALTH: Call = { method: 'GET', path: '/peer/v1/health' }

async function tokenFor(
  federation: TestPeers,
  call: Call,
  changes: Partial<HopTokenRequest> = {},
  signer?: SigningKey,
): Promise<string> {
  const request: HopTokenRequest = {
    issuer: LUND,
    audience: IBADAN,
    method: call.method,
    pathAndQuery: call.path,
    bodySha256: call.body && (await sha256Hex(call.body)),
    documentVersion: 1,
    nowMs: federation.now().getTime(),
    jti: randomBytes(16).toString('base64url'),
    ...changes,
  }
  return signHopToken(request, signer ?? signerOf(federation.peer(LUND).keys))
}

function send(to: TestPeer, call: Call, token?: string): Promise<HttpResponse> {
  return to.sendDirectly({
    method: call.method,
    url: to.url + call.path,
    headers: token === undefined ? {} : { authorization: `Peer ${token}` },
    ...(call.body ? { body: call.body } : {}),
    timeoutMs: 5_000,
    maxBytes: 1_000_000,
  })
}

function problemIn(response: HttpResponse): Problem {
  return Problem.parse(JSON.parse(Buffer.from(response.body).toString('utf8')))
}

/** Rows of every table but the audit. */
async function countRows({ sql }: TestPeer): Promise<Record<string, number>> {
  const tables = await sql<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public'`
  const counts: Record<string, number> = {}
  for (const { name } of tables) {
    const [row] = await sql<{ n: number }[]>`select count(*)::int as n from ${sql(name)}`
    if (name !== 'audit_entries') counts[name] = row?.n ?? 0
  }
  return counts
}

type Attack = (federation: TestPeers) => Promise<{ call: Call; token?: string }>

const signed = async (
  federation: TestPeers,
  changes: Partial<HopTokenRequest>,
  call = POST_MESSAGES,
  signer?: SigningKey,
) => ({ call, token: await tokenFor(federation, call, changes, signer) })

const ATTACKS: readonly [string, ProblemCode, Attack][] = [
  ['without a token', 'peer-token-missing', () => Promise.resolve({ call: POST_MESSAGES })],
  [
    'with something that is no token',
    'peer-token-malformed',
    () => Promise.resolve({ call: POST_MESSAGES, token: 'e30.e30.x' }),
  ],
  [
    'signed by a wrong key under the right key id',
    'peer-signature-invalid',
    async (federation) => {
      const stranger = await importSigningKey((await generateSigningKeyPair()).privateJwk)
      const kid = federation.peer(LUND).keys.signKid
      return signed(federation, {}, POST_MESSAGES, { kid, key: stranger.key })
    },
  ],
  [
    'signed by a key of another member',
    'peer-key-unknown',
    (federation) => signed(federation, {}, POST_MESSAGES, signerOf(federation.peer(IBADAN).keys)),
  ],
  [
    'for another audience',
    'peer-audience-mismatch',
    (federation) => signed(federation, { audience: 'site:cape-town' }),
  ],
  [
    'that has expired',
    'peer-token-expired',
    (federation) => {
      const ageS = HOP_TOKEN_LIFE_S + CLOCK_SKEW_ALLOWED_S + 5
      return signed(federation, { nowMs: federation.now().getTime() - ageS * 1000 })
    },
  ],
  [
    'from the future',
    'peer-clock-skew',
    (federation) => {
      const aheadS = CLOCK_SKEW_ALLOWED_S + 5
      return signed(federation, { nowMs: federation.now().getTime() + aheadS * 1000 })
    },
  ],
  [
    'that lives too long',
    'peer-token-lifetime',
    async (federation) => {
      const iat = Math.floor(federation.now().getTime() / 1000)
      const claims = {
        iss: LUND,
        aud: IBADAN,
        iat,
        exp: iat + HOP_TOKEN_LIFE_S + 1,
        jti: randomBytes(16).toString('base64url'),
        htm: 'GET',
        htu: GET_HEALTH.path,
        bdg: 'none',
        pv: 1,
        fdv: 1,
      }
      const signer = signerOf(federation.peer(LUND).keys)
      return { call: GET_HEALTH, token: await signCompactJws(claims, JWS_TYPES.hopToken, signer) }
    },
  ],
  [
    'for another method',
    'peer-method-mismatch',
    async (federation) => ({
      call: GET_HEALTH,
      token: await tokenFor(federation, { ...GET_HEALTH, method: 'POST' }),
    }),
  ],
  [
    'for another path',
    'peer-path-mismatch',
    async (federation) => ({
      call: GET_HEALTH,
      token: await tokenFor(federation, { ...GET_HEALTH, path: '/peer/v1/messages' }),
    }),
  ],
  [
    'for another query',
    'peer-path-mismatch',
    async (federation) => ({
      call: { ...GET_HEALTH, path: '/peer/v1/health?verbose=1' },
      token: await tokenFor(federation, GET_HEALTH),
    }),
  ],
  [
    'with an altered body',
    'peer-body-mismatch',
    async (federation) => ({
      call: { ...POST_MESSAGES, body: new TextEncoder().encode('{"messages":["x.y.Z"]}') },
      token: await tokenFor(federation, POST_MESSAGES),
    }),
  ],
  [
    'with a body that was not signed',
    'peer-body-mismatch',
    async (federation) => ({
      call: POST_MESSAGES,
      token: await tokenFor(federation, POST_MESSAGES, { bodySha256: undefined }),
    }),
  ],
  [
    'with a body longer than any',
    'body-too-large',
    async (federation) => {
      const call = { ...POST_MESSAGES, body: new Uint8Array(1024 * 1024 + 1) }
      return { call, token: await tokenFor(federation, call) }
    },
  ],
  [
    'by a site that is no member',
    'peer-site-unknown',
    (federation) => signed(federation, { issuer: 'site:uppsala' }),
  ],
  [
    'by a suspended site',
    'peer-site-suspended',
    async (federation) => {
      await federation.registry.setStatus(LUND, 'suspended')
      await federation.peer(IBADAN).modules.syncFederation()
      return signed(federation, {})
    },
  ],
  [
    'by a revoked site',
    'peer-site-suspended',
    async (federation) => {
      await federation.registry.setStatus(LUND, 'revoked')
      await federation.peer(IBADAN).modules.syncFederation()
      return signed(federation, {})
    },
  ],
]

async function refusals({ db }: TestPeer) {
  const rows = await db.select().from(auditEntries)
  return rows.map(({ action, object, details }) => ({ action, object, code: details['code'] }))
}

describe('a peer call that is not as it was signed', () => {
  it.each(ATTACKS)(
    'is refused %s: %s, one audit row, nothing else',
    async (_name, code, attack) => {
      await using federation = await openTestPeers([LUND, IBADAN])
      const ibadan = federation.peer(IBADAN)
      const { call, token } = await attack(federation)
      const before = await countRows(ibadan)

      const response = await send(ibadan, call, token)

      expect(problemIn(response).code).toBe(code)
      expect(response.status).toBe(problemIn(response).status)
      expect(await refusals(ibadan)).toMatchObject([{ action: 'peer.refused', code }])
      expect(await countRows(ibadan)).toEqual(before)
      expect(ibadan.received).toEqual([])
    },
  )

  it.each([
    ['Redis', () => openHints(inject('redisUrl'), `test-${randomBytes(8).toString('hex')}`, LOG)],
    ['Redis out of reach', () => openHints('/nowhere/redis.sock', 'test', LOG)],
    ['no Redis', () => undefined],
  ])('is refused when it is repeated, with %s', async (_name, open) => {
    await using hints = open()
    const options = hints ? { [IBADAN]: { hints } } : {}
    await using federation = await openTestPeers([LUND, IBADAN], options)
    const ibadan = federation.peer(IBADAN)
    const token = await tokenFor(federation, GET_HEALTH)
    const first = await send(ibadan, GET_HEALTH, token)
    const before = await countRows(ibadan)

    const second = await send(ibadan, GET_HEALTH, token)

    expect(first.status).toBe(200)
    expect(problemIn(second).code).toBe('peer-token-replayed')
    expect(await refusals(ibadan)).toMatchObject([
      { action: 'peer.refused', object: LUND, code: 'peer-token-replayed' },
    ])
    expect(await countRows(ibadan)).toEqual(before)
  })

  it.each([
    ['Redis', () => openHints(inject('redisUrl'), `test-${randomBytes(8).toString('hex')}`, LOG)],
    ['Redis out of reach', () => openHints('/nowhere/redis.sock', 'test', LOG)],
    ['no Redis', () => undefined],
  ])('is refused when it is repeated to another process, with %s', async (_name, open) => {
    await using hints = open()
    const options = hints ? { [IBADAN]: { hints } } : {}
    await using federation = await openTestPeers([LUND, IBADAN], options)
    const ibadan = federation.peer(IBADAN)
    const token = await tokenFor(federation, GET_HEALTH)
    await send(ibadan, GET_HEALTH, token)

    await ibadan.restart()
    const second = await send(ibadan, GET_HEALTH, token)

    expect(problemIn(second).code).toBe('peer-token-replayed')
  })

  it('is refused when Redis has forgotten it', async () => {
    const forgetful = { ...openInProcessHints(), kind: 'redis', mark: () => Promise.resolve(true) }
    await using federation = await openTestPeers([LUND, IBADAN], {
      [IBADAN]: { hints: forgetful as Hints },
    })
    const ibadan = federation.peer(IBADAN)
    const token = await tokenFor(federation, GET_HEALTH)
    await send(ibadan, GET_HEALTH, token)

    const second = await send(ibadan, GET_HEALTH, token)

    expect(problemIn(second).code).toBe('peer-token-replayed')
  })

  it('lets exactly one of twenty racing copies through', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const ibadan = federation.peer(IBADAN)
    const token = await tokenFor(federation, GET_HEALTH)

    const responses = await Promise.all(
      Array.from({ length: 20 }, () => send(ibadan, GET_HEALTH, token)),
    )

    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('is put off when its site calls too often, and fills no audit (T19)', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const ibadan = federation.peer(IBADAN)
    const counted: string[] = []
    await ibadan.restart({
      limitPeer: (_, issuer) => Promise.resolve(counted.push(issuer) > 1 ? 7 : undefined),
    })
    const callOnce = async () => send(ibadan, GET_HEALTH, await tokenFor(federation, GET_HEALTH))

    const [first, second] = [await callOnce(), await callOnce()]

    expect([first.status, second.status]).toEqual([200, 429])
    expect(second.headers['retry-after']).toBe('7')
    expect(problemIn(second).code).toBe('rate-limited')
    expect(counted).toEqual([LUND, LUND])
    expect(await refusals(ibadan)).toEqual([])
  })

  it('fills the audit only so far, and counts the rest', async () => {
    await using federation = await openTestPeers([LUND, IBADAN])
    const ibadan = federation.peer(IBADAN)

    for (let call = 0; call < 80; call += 1) await send(ibadan, GET_HEALTH)

    expect(await refusals(ibadan)).toHaveLength(60)
  })
})
