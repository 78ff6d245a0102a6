import { MessageEnvelope } from '../message.ts'
import type { ProblemCode } from '../problem.ts'
import { signMessage } from '../signed-message.ts'
import { createFixture, encodeJson, type KeyName, NOW, signRaw, tampered } from './fixture.ts'

export interface MessageVector {
  readonly name: string
  readonly jws: string
  readonly expect: 'valid' | ProblemCode
}
type Changes = Record<string, unknown>

const TYP = 'crosspanel-msg+jws'
const RUN_ID = '0192f3a0-0000-7000-8000-000000000003'
const ACCEPT: MessageEnvelope = MessageEnvelope.parse({
  mid: '0192f3a0-0000-7000-8000-000000000001',
  type: 'job.accept',
  from: 'site:lund',
  to: 'site:cape-town',
  job: '0192f3a0-0000-7000-8000-000000000002',
  epoch: 1,
  issued: NOW,
  body: { runId: RUN_ID, seq: 1, uploads: [] },
})
const HEARTBEAT_BODY = { runId: RUN_ID, progress: null }

/** Every message is judged by `self` at `now`. */
export async function messageVectors() {
  const { keys, sites } = await createFixture()
  const { kid } = keys.lundSign
  const header = { alg: 'EdDSA', typ: TYP, kid }
  const signed = async (changes: Changes, by: KeyName = 'lundSign', more: Changes = {}) => {
    const payload = encodeJson({ ...ACCEPT, ...changes })
    return (await signRaw({ ...header, kid: keys[by].kid, ...more }, payload, keys[by])).compact
  }
  const good = await signMessage(ACCEPT, keys.lundSign.signer)
  const weekAgo = '2026-05-25T12:00:00.000Z'
  const cases: [string, MessageVector['expect'], string][] = [
    ['an acceptance', 'valid', good],
    ['a heartbeat', 'valid', await signed({ type: 'job.heartbeat', body: HEARTBEAT_BODY })],
    ['a member of the envelope that we do not know', 'valid', await signed({ hint: 1 })],
    [
      'a member of the body that we do not know',
      'valid',
      await signed({ body: { ...(ACCEPT.body as object), hint: 1 } }),
    ],
    ['issued a week ago', 'valid', await signed({ issued: weekAgo })],
    [
      'issued while a retired key was in use',
      'valid',
      await signed({ issued: '2025-06-01T00:00:00.000Z' }, 'lundOld'),
    ],
    ['issued by a retired key', 'peer-key-unknown', await signed({}, 'lundOld')],
    [
      'issued before the key was in use',
      'peer-key-unknown',
      await signed({ issued: '2025-12-31T23:58:00.000Z' }),
    ],
    [
      'issued two minutes ahead',
      'peer-clock-skew',
      await signed({ issued: '2026-06-01T12:02:00.000Z' }),
    ],
    [
      'a hop token in its place',
      'peer-message-invalid',
      await signed({}, 'lundSign', { typ: 'crosspanel-peer+jwt' }),
    ],
    ['alg Ed25519', 'peer-message-invalid', await signed({}, 'lundSign', { alg: 'Ed25519' })],
    [
      'a jwk in the header',
      'peer-message-invalid',
      await signed({}, 'lundSign', { jwk: keys.lundSign.jwk }),
    ],
    ['an unknown type', 'peer-message-invalid', await signed({ type: 'job.steal' })],
    ['a type that every object has', 'peer-message-invalid', await signed({ type: 'constructor' })],
    [
      'a body that its type does not allow',
      'peer-message-invalid',
      await signed({ body: HEARTBEAT_BODY }),
    ],
    ['epoch 0', 'peer-message-invalid', await signed({ epoch: 0 })],
    ['a mid that is no UUID', 'peer-message-invalid', await signed({ mid: '1' })],
    ['not a JWS', 'peer-message-invalid', 'hello'],
    ['for another site', 'peer-audience-mismatch', await signed({ to: 'site:ibadan' })],
    ['from an unknown site', 'peer-site-unknown', await signed({ from: 'site:oslo' })],
    [
      'from a suspended site',
      'peer-site-suspended',
      await signed({ from: 'site:ibadan' }, 'ibadanSign'),
    ],
    ['by a key of another site', 'peer-key-unknown', await signed({}, 'capeTownSign')],
    [
      'by a stranger under a known kid',
      'peer-signature-invalid',
      await signed({}, 'stranger', { kid }),
    ],
    ['a tampered signature', 'peer-signature-invalid', tampered(good)],
  ]
  return {
    description: 'Signed messages: protocol section 4',
    now: NOW,
    self: 'site:cape-town',
    sites,
    cases: cases.map(([name, expect, jws]): MessageVector => ({ name, jws, expect })),
  }
}
