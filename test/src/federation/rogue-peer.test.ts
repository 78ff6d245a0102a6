import { generateSigningKeyPair, importSigningKey } from '@crosspanel/protocol/keys'
import type { ProblemCode } from '@crosspanel/protocol/problem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Call, type Lies, postOf, problemOf, type Puppet, signRaw } from '../rogue.ts'
import { openRogueWorld, type RogueWorld } from '../rogue-world.ts'

const MIB = 1024 ** 2
const HEALTH: Call = { method: 'GET', path: '/peer/v1/health' }
const MESSAGES = postOf({ messages: ['x.y.z'] })

let world: RogueWorld
beforeAll(async () => {
  world = await openRogueWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

interface Attack {
  readonly call: Call
  readonly authorization?: string | undefined
}
type MakeAttack = (world: RogueWorld) => Attack | Promise<Attack>

/** A call of the rogue member whose token tells these lies, or was made for another call. */
function withToken(
  lies: Lies | ((world: RogueWorld) => Lies),
  call: Call = HEALTH,
  madeFor: Call = call,
  by: (world: RogueWorld) => Puppet = ({ rogue }) => rogue,
): MakeAttack {
  return async (world) => {
    const told = typeof lies === 'function' ? lies(world) : lies
    return { call, authorization: `Peer ${await by(world).tokenFor(madeFor, told)}` }
  }
}

const nowS = () => Math.floor(Date.now() / 1000)
const strangerKey = async () => importSigningKey((await generateSigningKeyPair()).privateJwk)

/** Calls that are refused before anything in them is believed. */
const FORGED: readonly [string, ProblemCode, MakeAttack][] = [
  ['T13 a call without a token', 'peer-token-missing', () => ({ call: HEALTH })],
  [
    'T11 a token under the scheme of a researcher',
    'peer-token-missing',
    async ({ rogue }) => ({
      call: HEALTH,
      authorization: `Bearer ${await rogue.tokenFor(HEALTH)}`,
    }),
  ],
  [
    'T11 a signed message as a token',
    'peer-token-malformed',
    async ({ rogue, ownJob }) => {
      const message = await rogue.message({ type: 'job.cancel', job: ownJob, body: {} })
      return { call: HEALTH, authorization: `Peer ${message}` }
    },
  ],
  [
    'T11 a token with the type of a statement',
    'peer-token-malformed',
    withToken({ header: { typ: 'crosspanel-stmt+jws' } }),
  ],
  ['T11 a token of no type', 'peer-token-malformed', withToken({ header: { typ: 'JWT' } })],
  ['T10 a token with alg none', 'peer-token-malformed', withToken({ header: { alg: 'none' } })],
  ['T10 a token with alg HS256', 'peer-token-malformed', withToken({ header: { alg: 'HS256' } })],
  [
    'T10 a token under the other name of the algorithm',
    'peer-token-malformed',
    withToken({ header: { alg: 'Ed25519' } }),
  ],
  [
    'T10 a token that brings its own key',
    'peer-token-malformed',
    withToken({ header: { jwk: { kty: 'OKP', crv: 'Ed25519', x: 'AA' } } }),
  ],
  [
    'T10 a token that says where its key is',
    'peer-token-malformed',
    withToken({ header: { jku: 'http://127.0.0.1/keys' } }),
  ],
  [
    'T10 a token with a critical extension',
    'peer-token-malformed',
    withToken({ header: { crit: ['exp'] } }),
  ],
  [
    'T10 a token by a key of another member',
    'peer-key-unknown',
    withToken(({ lund }) => ({ signer: lund.signer })),
  ],
  [
    'T10 a token by a wrong key under a right key id',
    'peer-signature-invalid',
    async ({ rogue }) => {
      const { key } = await strangerKey()
      const token = await rogue.tokenFor(HEALTH, { signer: { kid: rogue.signer.kid, key } })
      return { call: HEALTH, authorization: `Peer ${token}` }
    },
  ],
  [
    'T10 a token in the name of another member',
    'peer-key-unknown',
    withToken({ claims: { iss: 'site:lund' } }),
  ],
  [
    'T9 a token for another site',
    'peer-audience-mismatch',
    withToken({ claims: { aud: 'site:lund' } }),
  ],
  [
    'T9 a token for two sites, this one among them',
    'peer-token-malformed',
    withToken({ claims: { aud: ['site:lund', 'site:cape-town'] } }),
  ],
  [
    'T9 a token for another method',
    'peer-method-mismatch',
    withToken({}, HEALTH, { ...HEALTH, method: 'POST' }),
  ],
  [
    'T9 a token for another path',
    'peer-path-mismatch',
    withToken({}, HEALTH, { ...HEALTH, path: '/peer/v1/messages' }),
  ],
  [
    'T9 a token for the path with a slash at its end',
    'peer-path-mismatch',
    withToken({}, HEALTH, { ...HEALTH, path: `${HEALTH.path}/` }),
  ],
  [
    'T9 a token for another query',
    'peer-path-mismatch',
    withToken({}, { ...HEALTH, path: `${HEALTH.path}?all=1` }, HEALTH),
  ],
  [
    'T9 a body that was altered on the way',
    'peer-body-mismatch',
    withToken({}, postOf({ messages: ['x.y.Z'] }), MESSAGES),
  ],
  [
    'T9 a body that was cut off',
    'peer-body-mismatch',
    withToken({}, { ...MESSAGES, body: new Uint8Array() }, MESSAGES),
  ],
  [
    'T9 a body that was not signed for',
    'peer-body-mismatch',
    withToken({ claims: { bdg: 'none' } }, MESSAGES),
  ],
  [
    'T8 a token that lives too long',
    'peer-token-lifetime',
    withToken({ claims: { exp: nowS() + 3600 } }),
  ],
  [
    'T8 a token that ends before it begins',
    'peer-token-lifetime',
    withToken({ claims: { exp: nowS() - 1 } }),
  ],
  ['T8 a token without an id', 'peer-token-malformed', withToken({ claims: { jti: '' } })],
  [
    'T34 a token that has expired',
    'peer-token-expired',
    withToken({ claims: { iat: nowS() - 400, exp: nowS() - 340 } }),
  ],
  [
    'T34 a token from the future',
    'peer-clock-skew',
    withToken({ claims: { iat: nowS() + 400, exp: nowS() + 460 } }),
  ],
  [
    'T14 a site whose name another one begins with',
    'peer-site-unknown',
    withToken({ claims: { iss: 'site:ibada' } }),
  ],
  [
    'T14 a site whose name begins with another one',
    'peer-site-unknown',
    withToken({ claims: { iss: 'site:ibadan-2' } }),
  ],
  [
    'T14 a site id in capitals',
    'peer-token-malformed',
    withToken({ claims: { iss: 'site:IBADAN' } }),
  ],
  [
    'T35 a version of the protocol that is not spoken',
    'protocol-version-unsupported',
    withToken({ claims: { pv: 99 } }),
  ],
  ['T35 a version below the first', 'peer-token-malformed', withToken({ claims: { pv: 0 } })],
  [
    'T6 a site that is no member',
    'peer-site-unknown',
    async ({ rogue }) => {
      const lies = { claims: { iss: 'site:nowhere' }, signer: await strangerKey() }
      return { call: HEALTH, authorization: `Peer ${await rogue.tokenFor(HEALTH, lies)}` }
    },
  ],
  [
    'T6 a suspended site',
    'peer-site-suspended',
    withToken({}, HEALTH, HEALTH, ({ suspended }) => suspended),
  ],
  [
    'T19 a body of more than 1 MiB',
    'body-too-large',
    withToken({}, { ...MESSAGES, body: new Uint8Array(MIB + 1) }),
  ],
]

const patch = (id: string, body: Uint8Array, offset = '0'): Call => ({
  method: 'PATCH',
  path: `/peer/v1/uploads/${id}`,
  headers: { 'upload-offset': offset, 'content-type': 'application/offset+octet-stream' },
  body,
})

type MakeCall = (world: RogueWorld) => readonly [Puppet, Call]

/** Calls that are truly by a member, and ask for what is not its own or cannot be. */
const OVERREACHING: readonly [string, ProblemCode, MakeCall][] = [
  [
    'T21 the state of an upload of another site',
    'transfer-not-found',
    ({ rogue, run }) => [rogue, { method: 'GET', path: `/peer/v1/uploads/${run.uploadId}` }],
  ],
  [
    'T21 a chunk for an upload of another site',
    'transfer-not-found',
    ({ rogue, run, input }) => [rogue, patch(run.uploadId, input)],
  ],
  [
    'T21 a result of another site',
    'transfer-not-found',
    ({ rogue, run }) => [rogue, { method: 'GET', path: `/peer/v1/blobs/${run.blobId}` }],
  ],
  [
    'T21 an upload by the id of its run',
    'transfer-not-found',
    ({ lund, run, input }) => [lund, patch(run.id, input)],
  ],
  [
    'T15 a blob by a path',
    'transfer-not-found',
    ({ lund }) => [lund, { method: 'GET', path: '/peer/v1/blobs/..%2F..%2Fkeys%2Fsign.jwk.json' }],
  ],
  [
    'T15 a chunk for a path',
    'transfer-not-found',
    ({ lund, input }) => [lund, patch('..%2F..%2Ffederation.json', input)],
  ],
  [
    'T32 a chunk with other bytes than its manifest names',
    'checksum-mismatch',
    ({ lund, run, input }) => [lund, patch(run.uploadId, input.toReversed())],
  ],
  [
    'T32 a chunk that is cut short',
    'checksum-mismatch',
    ({ lund, run, input }) => [lund, patch(run.uploadId, input.subarray(1))],
  ],
  [
    'T32 a chunk with a byte too many',
    'checksum-mismatch',
    ({ lund, run, input }) => [lund, patch(run.uploadId, new Uint8Array([...input, 0]))],
  ],
  [
    'T32 a chunk at a place that is none',
    'invalid-request',
    ({ lund, run, input }) => [lund, patch(run.uploadId, input, '-1')],
  ],
  [
    'T19 a batch of 51 messages',
    'invalid-request',
    ({ rogue }) => [rogue, postOf({ messages: Array.from({ length: 51 }, () => 'x.y.z') })],
  ],
  ['T19 a batch of nothing', 'invalid-request', ({ rogue }) => [rogue, postOf({ messages: [] })]],
  [
    'T19 a batch that is no JSON',
    'malformed-json',
    ({ rogue }) => [rogue, postOf('{"messages":[')],
  ],
  [
    'T19 a batch of JSON half a million levels deep',
    'invalid-request',
    ({ rogue }) => [rogue, postOf(`${'['.repeat(500_000)}${']'.repeat(500_000)}`)],
  ],
]

describe('a peer call that is forged', () => {
  it.each(FORGED)('%s is refused: %s, one audit row, nothing else', async (_name, code, make) => {
    const { rogue, eye } = world
    const { call, authorization } = await make(world)
    const before = await eye.snapshot()
    const mark = await eye.auditMark()

    const response = await rogue.sendAs(authorization, call)

    expect(problemOf(response).code).toBe(code)
    expect(response.status).toBe(problemOf(response).status)
    expect(await eye.auditAfter(mark)).toMatchObject([{ action: 'peer.refused', code }])
    expect(await eye.snapshot()).toEqual(before)
  })

  it('T8 a token that was used before is refused: one audit row, nothing else', async () => {
    const { rogue, eye } = world
    const authorization = `Peer ${await rogue.tokenFor(HEALTH)}`
    const first = await rogue.sendAs(authorization, HEALTH)
    const before = await eye.snapshot()
    const mark = await eye.auditMark()

    const second = await rogue.sendAs(authorization, HEALTH)

    expect(first.status).toBe(200)
    expect(problemOf(second).code).toBe('peer-token-replayed')
    expect(await eye.auditAfter(mark)).toMatchObject([
      { action: 'peer.refused', object: rogue.siteId, code: 'peer-token-replayed' },
    ])
    expect(await eye.snapshot()).toEqual(before)
  })

  it('T19 a chunk that is longer than any is refused before it is read: one audit row, nothing else', async () => {
    const { rogue, eye } = world
    const call = patch('x', new Uint8Array(9 * MIB + 1))
    const before = await eye.snapshot()
    const mark = await eye.auditMark()

    // The connection may be closed before all of the chunk, and so before the answer, has gone by.
    const status = await rogue.call(call).then(
      (response) => response.status,
      () => 413,
    )

    expect(status).toBe(413)
    expect(await eye.auditAfter(mark)).toMatchObject([
      { action: 'peer.refused', object: rogue.siteId, code: 'body-too-large' },
    ])
    expect(await eye.snapshot()).toEqual(before)
  })

  it('T20 a path without end is cut short in the audit', async () => {
    const { rogue, eye } = world
    const mark = await eye.auditMark()

    await rogue.sendAs(undefined, { method: 'GET', path: `/peer/v1/${'x'.repeat(10_000)}` })

    const [row] = await eye.sql<{ chars: number }[]>`
      select length(details->>'path') as chars from audit_entries where seq > ${mark}`
    expect(row?.chars).toBe(200)
  })

  it('T10 a token whose claims were changed after signing is refused', async () => {
    const { rogue } = world
    const token = await rogue.tokenFor(HEALTH)
    const [header, , signature] = token.split('.')
    const other = await signRaw({}, { iss: 'site:lund' }, rogue.signer)

    const forged = [header, other.split('.')[1], signature].join('.')
    const response = await rogue.sendAs(`Peer ${forged}`, HEALTH)

    expect(response.status).toBe(401)
  })
})

describe('a true call of a member that asks for too much', () => {
  it.each(OVERREACHING)(
    '%s is refused: %s, one audit row, nothing else',
    async (_name, code, make) => {
      const { eye } = world
      const [member, call] = make(world)
      const before = await eye.snapshot()
      const mark = await eye.auditMark()

      const response = await member.call(call)

      expect(problemOf(response).code).toBe(code)
      expect(response.status).toBe(problemOf(response).status)
      expect(await eye.auditAfter(mark)).toMatchObject([
        { action: 'peer.refused', object: member.siteId, code },
      ])
      expect(await eye.snapshot()).toEqual(before)
    },
  )
})
