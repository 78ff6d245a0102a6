import { describe, expect, it } from 'vitest'
import { JWS_TYPES, signCompactJws } from './compact-jws.ts'
import type { KnownSite } from './hop-token.ts'
import { generateSigningKeyPair, importSigningKey, importVerifyKey } from './keys.ts'
import { MessageEnvelope } from './message.ts'
import { signMessage, verifyMessage } from './signed-message.ts'

const NOW_MS = Date.UTC(2026, 5, 1, 12)
const RUN_ID = '0192f3a0-0000-7000-8000-000000000003'
const pair = await generateSigningKeyPair()
const signer = await importSigningKey(pair.privateJwk)
const lund: KnownSite = {
  status: 'active',
  keys: new Map([
    [
      pair.kid,
      { key: await importVerifyKey(pair.publicJwk), notBeforeMs: 0, notAfterMs: NOW_MS * 2 },
    ],
  ]),
}
const envelope = MessageEnvelope.parse({
  mid: '0192f3a0-0000-7000-8000-000000000001',
  type: 'job.event',
  from: 'site:lund',
  to: 'site:cape-town',
  job: '0192f3a0-0000-7000-8000-000000000002',
  epoch: 2,
  issued: new Date(NOW_MS).toISOString(),
  body: {
    runId: RUN_ID,
    seq: 3,
    at: new Date(NOW_MS).toISOString(),
    from: 'queued',
    to: 'running',
    cause: 'a core is free',
  },
})

function verify(jws: string, findSite: (siteId: string) => KnownSite | undefined = () => lund) {
  return verifyMessage(jws, { self: 'site:cape-town', nowMs: NOW_MS, findSite })
}

describe('a signed message', () => {
  it('comes back with its body read as its type says', async () => {
    const verdict = await verify(await signMessage(envelope, signer))

    if (verdict.kind !== 'valid') throw new Error(verdict.detail)
    const { message, kid } = verdict
    if (message.type !== 'job.event') throw new Error(message.type)
    expect(kid).toBe(pair.kid)
    expect(message.epoch).toBe(2)
    expect(message.body).toMatchObject({ to: 'running', findings: [] })
  })

  it('is the same characters each time it is signed, as evidence has to be', async () => {
    expect(await signMessage(envelope, signer)).toBe(await signMessage(envelope, signer))
  })

  it('is looked up by its sender, and by no other name (T14)', async () => {
    const asked: string[] = []

    await verify(await signMessage(envelope, signer), (siteId) => {
      asked.push(siteId)
      return undefined
    })

    expect(asked).toEqual(['site:lund'])
  })

  it('tells its id when it is refused after it could be read, so that the sender can be answered', async () => {
    const unknownType = { ...envelope, type: 'job.later' }
    const jws = await signCompactJws(unknownType, JWS_TYPES.message, signer)

    const verdict = await verify(jws)

    expect(verdict).toMatchObject({ code: 'peer-message-invalid', mid: envelope.mid })
  })

  it('says where a body is malformed, and not what it holds', async () => {
    const body = { runId: RUN_ID, seq: 'sample-of-somebody' }
    const jws = await signCompactJws({ ...envelope, body }, JWS_TYPES.message, signer)

    const verdict = await verify(jws)

    if (verdict.kind === 'valid') throw new Error('it was taken')
    expect(verdict.detail).toContain('seq')
    expect(verdict.detail).not.toContain('sample-of-somebody')
  })

  it('is refused when it is longer than 512 KiB, before it is parsed', async () => {
    const jws = await signMessage({ ...envelope, body: 'x'.repeat(512 * 1024) }, signer)

    const verdict = await verify(jws)

    expect(verdict).toMatchObject({ code: 'peer-message-invalid' })
  })
})
