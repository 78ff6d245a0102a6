import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { canonicalJson } from './canonical.ts'
import { JWS_TYPES } from './compact-jws.ts'
import { sha256Hex } from './digest.ts'
import { generateSigningKeyPair, importSigningKey, importVerifyKey } from './keys.ts'
import {
  documentSha256,
  signDocument,
  verifyDocument,
  verifyFederationDocument,
  verifyStatement,
} from './signed-document.ts'
import { statementVectors } from './vectors/documents.ts'
import { federationVectors } from './vectors/federation.ts'

const schema = z.object({ b: z.int(), a: z.string() })
const document = { b: 1, a: 'x' }

async function createSigners(count: number) {
  const pairs = await Promise.all(Array.from({ length: count }, generateSigningKeyPair))
  const signers = await Promise.all(pairs.map(({ privateJwk }) => importSigningKey(privateJwk)))
  const keys = await Promise.all(
    pairs.map(async ({ kid, publicJwk }) => [kid, await importVerifyKey(publicJwk)] as const),
  )
  return { signers, keys: new Map(keys), kids: pairs.map(({ kid }) => kid) }
}

describe('a signed document', () => {
  it('has the digest of its canonical JSON, whoever signs it', async () => {
    const { signers } = await createSigners(2)

    const one = await signDocument(document, JWS_TYPES.descriptor, signers.slice(0, 1))
    const both = await signDocument(document, JWS_TYPES.descriptor, signers)

    expect(await documentSha256(one)).toBe(await sha256Hex(canonicalJson(document)))
    expect(await documentSha256(both)).toBe(await documentSha256(one))
  })

  it('comes back parsed, with the keys that signed it', async () => {
    const { signers, keys, kids } = await createSigners(2)
    const jws = await signDocument(document, JWS_TYPES.descriptor, signers)

    const verdict = await verifyDocument(jws, {
      typ: JWS_TYPES.descriptor,
      schema,
      keys,
      threshold: 2,
    })

    expect(verdict).toEqual({
      kind: 'valid',
      document,
      sha256: await documentSha256(jws),
      kids,
    })
  })

  it('needs a signature even where the threshold is nought', async () => {
    const { signers } = await createSigners(1)
    const jws = await signDocument(document, JWS_TYPES.descriptor, signers)

    const verdict = await verifyDocument(jws, {
      typ: JWS_TYPES.descriptor,
      schema,
      keys: new Map(),
      threshold: 0,
    })

    expect(verdict).toMatchObject({ kind: 'refused', code: 'signature-invalid' })
  })

  it('is refused when it is longer than 4 MiB, before it is parsed', async () => {
    const { signers, keys } = await createSigners(1)
    const long = { ...document, a: 'x'.repeat(4 * 1024 * 1024) }
    const jws = await signDocument(long, JWS_TYPES.descriptor, signers)

    const verdict = await verifyDocument(jws, {
      typ: JWS_TYPES.descriptor,
      schema,
      keys,
      threshold: 1,
    })

    expect(verdict).toMatchObject({ kind: 'refused', code: 'invalid-request' })
  })
})

describe('a statement of a site that is known already', () => {
  it('is refused under another root key (T6)', async () => {
    const { cases } = await statementVectors()
    const jws = cases.find(({ expect: outcome }) => outcome === 'valid')?.jws
    if (jws === undefined) throw new Error('a valid statement is among the vectors')
    const stranger = await generateSigningKeyPair()

    const verdict = await verifyStatement(jws, { rootKid: stranger.kid })

    expect(verdict).toMatchObject({ kind: 'refused', code: 'signature-invalid' })
  })
})

describe('an expired federation document', () => {
  it('is taken only by a caller who asks for the last good copy (T7)', async () => {
    const { cases, pinned, now } = await federationVectors()
    const expired = cases.find(({ name }) => name === 'expired')?.jws
    if (expired === undefined) throw new Error('an expired document is among the vectors')
    const nowMs = Date.parse(now)

    const fetched = await verifyFederationDocument(expired, { ...pinned, nowMs })
    const kept = await verifyFederationDocument(expired, { ...pinned, nowMs, acceptExpired: true })

    expect(fetched).toMatchObject({ kind: 'refused', code: 'federation-expired' })
    expect(kept.kind).toBe('valid')
  })
})
