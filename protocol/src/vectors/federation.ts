import type { FederationDocument, GeneralJws } from '../federation.ts'
import { casesOf, DIGEST, type DocumentVector, signerOf, STATEMENT } from './documents.ts'
import { createFixture, encodeJson, NOW } from './fixture.ts'

const FEDERATION = 'crosspanel-fed+jws'

/** Federation documents, judged with the two root keys `pinned`, both of which have to sign. */
export async function federationVectors() {
  const fixture = await createFixture()
  const { keys } = fixture
  const sign = signerOf(fixture)
  const both = ['federationRootA', 'federationRootB'] as const
  const rootKeys = both.map((name) => keys[name].jwk)
  const document: FederationDocument = {
    federationId: 'fed:vectors',
    version: 7,
    issued: '2026-05-30T12:00:00.000Z',
    expires: '2026-06-13T12:00:00.000Z',
    root: { keys: rootKeys, threshold: 2 },
    minProtocol: 1,
    members: [
      {
        siteId: 'site:lund',
        status: 'active',
        since: NOW,
        rootKid: keys.lundRoot.kid,
        statementSha256: DIGEST,
      },
    ],
  }
  const usurped = { ...document, root: { keys: [keys.stranger.jwk], threshold: 1 } }
  const good = await sign(FEDERATION, document, both)
  const cases: [string, DocumentVector['expect'], GeneralJws][] = [
    ['signed by both roots', 'valid', good],
    [
      'signed by a stranger as well',
      'valid',
      await sign(FEDERATION, document, [...both, 'stranger']),
    ],
    [
      'a member that we do not know',
      'valid',
      await sign(FEDERATION, { ...document, relays: [] }, both),
    ],
    [
      'signed by one root',
      'signature-invalid',
      await sign(FEDERATION, document, ['federationRootA']),
    ],
    [
      'signed twice by one root',
      'signature-invalid',
      await sign(FEDERATION, document, ['federationRootA', 'federationRootA']),
    ],
    [
      'signed by one root and a stranger',
      'signature-invalid',
      await sign(FEDERATION, document, ['federationRootA', 'stranger']),
    ],
    [
      'signed by a stranger that it names as its root',
      'signature-invalid',
      await sign(FEDERATION, usurped, ['stranger']),
    ],
    [
      'of another federation',
      'signature-invalid',
      await sign(FEDERATION, { ...document, federationId: 'fed:other' }, both),
    ],
    [
      'another payload under good signatures',
      'signature-invalid',
      { ...good, payload: encodeJson({ ...document, version: 8 }) },
    ],
    ['the typ of a statement', 'signature-invalid', await sign(STATEMENT, document, both)],
    ['expired', 'federation-expired', await sign(FEDERATION, { ...document, expires: NOW }, both)],
    [
      'issued in the future',
      'invalid-request',
      await sign(FEDERATION, { ...document, issued: '2026-06-01T12:01:01.000Z' }, both),
    ],
    ['version 0', 'invalid-request', await sign(FEDERATION, { ...document, version: 0 }, both)],
    [
      'no expiry',
      'invalid-request',
      await sign(FEDERATION, { ...document, expires: undefined }, both),
    ],
    [
      'not in canonical form',
      'invalid-request',
      await sign(FEDERATION, JSON.stringify(document), both),
    ],
  ]
  return {
    description: 'Federation documents: protocol section 3',
    now: NOW,
    pinned: { federationId: 'fed:vectors', rootKeys, threshold: 2 },
    cases: casesOf(cases),
  }
}
