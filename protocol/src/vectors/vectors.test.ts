import { describe, expect, it } from 'vitest'
import { matchesBodyDigest, verifyHopToken } from '../hop-token.ts'
import { verifyDescriptor, verifyFederationDocument, verifyStatement } from '../signed-document.ts'
import { verifyMessage } from '../signed-message.ts'
import { descriptorVectors, statementVectors } from './documents.ts'
import { federationVectors } from './federation.ts'
import { knownSitesOf } from './fixture.ts'
import { hopTokenVectors } from './hop-token.ts'
import { messageVectors } from './message.ts'

// `vitest run -u` writes the files anew. Keys and times are fixed and Ed25519 is deterministic,
// so a file that differs means that what we sign has changed for every other implementation.
const VECTORS = '../../vectors'
const hopTokens = await hopTokenVectors()
const messages = await messageVectors()
const statements = await statementVectors()
const descriptors = await descriptorVectors()
const federations = await federationVectors()

function outcomeOf(verdict: { kind: string; code?: string }): string {
  return verdict.code ?? verdict.kind
}

describe('the vector files', () => {
  it.each([
    ['hop-tokens', hopTokens],
    ['messages', messages],
    ['statements', statements],
    ['descriptors', descriptors],
    ['federation-documents', federations],
  ])('hold what the fixed keys sign: %s', async (name, vectors) => {
    const text = `${JSON.stringify(vectors, null, 2)}\n`

    await expect(text).toMatchFileSnapshot(`${VECTORS}/${name}.json`)
  })

  it('name each case once', () => {
    for (const { cases } of [hopTokens, messages, statements, descriptors, federations]) {
      const names = cases.map(({ name }) => name)

      expect(new Set(names).size).toBe(names.length)
    }
  })
})

describe('hop token vectors (T8, T9, T10, T11, T14, T35)', async () => {
  const sites = await knownSitesOf(hopTokens.sites)
  const expected = {
    audience: hopTokens.self,
    nowMs: Date.parse(hopTokens.now),
    findSite: (siteId: string) => sites.get(siteId),
  }

  it.each(hopTokens.cases)('$expect: $name', async ({ token, request, expect: outcome }) => {
    const body = { sha256: request.bodySha256 ?? undefined }

    const verdict = await verifyHopToken(token, { ...expected, ...request, body })

    expect(outcomeOf(verdict)).toBe(outcome)
  })

  it.each(hopTokens.cases)('the same with a deferred body: $name', async (vector) => {
    const { token, request, expect: outcome } = vector

    const verdict = await verifyHopToken(token, { ...expected, ...request, body: 'deferred' })
    const isBodyRight =
      verdict.kind === 'valid' && matchesBodyDigest(verdict, request.bodySha256 ?? undefined)

    expect(isBodyRight).toBe(outcome === 'valid')
  })
})

describe('message vectors (T10, T11, T14, T28)', async () => {
  const sites = await knownSitesOf(messages.sites)

  it.each(messages.cases)('$expect: $name', async ({ jws, expect: outcome }) => {
    const verdict = await verifyMessage(jws, {
      self: messages.self,
      nowMs: Date.parse(messages.now),
      findSite: (siteId) => sites.get(siteId),
    })

    expect(outcomeOf(verdict)).toBe(outcome)
  })
})

describe('document vectors (T6, T7, T11)', () => {
  it.each(statements.cases)('statement, $expect: $name', async ({ jws, expect: outcome }) => {
    const verdict = await verifyStatement(jws)

    expect(outcomeOf(verdict)).toBe(outcome)
  })

  it.each(descriptors.cases)('descriptor, $expect: $name', async ({ jws, expect: outcome }) => {
    const nowMs = Date.parse(descriptors.now)

    const verdict = await verifyDescriptor(jws, descriptors.statement, nowMs)

    expect(outcomeOf(verdict)).toBe(outcome)
  })

  it.each(federations.cases)('federation, $expect: $name', async ({ jws, expect: outcome }) => {
    const nowMs = Date.parse(federations.now)

    const verdict = await verifyFederationDocument(jws, { ...federations.pinned, nowMs })

    expect(outcomeOf(verdict)).toBe(outcome)
  })
})
