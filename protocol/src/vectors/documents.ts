import { base64url } from 'jose'
import type { GeneralJws, NodeStatement, SiteDescriptor } from '../federation.ts'
import {
  createFixture,
  encodeJson,
  type Fixture,
  type KeyName,
  NOW,
  signRaw,
  tampered,
} from './fixture.ts'

export interface DocumentVector {
  readonly name: string
  readonly jws: GeneralJws
  readonly expect: 'valid' | 'invalid-request' | 'signature-invalid' | 'federation-expired'
}
export type Signer = (typ: string, payload: unknown, by: readonly KeyName[]) => Promise<GeneralJws>
export const STATEMENT = 'crosspanel-stmt+jws'
const DESCRIPTOR = 'crosspanel-desc+jws'
export const DIGEST = 'ab'.repeat(32)

export function signerOf({ keys }: Fixture): Signer {
  return async (typ, payload, by) => {
    const encoded = typeof payload === 'string' ? base64url.encode(payload) : encodeJson(payload)
    const signatures = by.map(async (name) => {
      const header = { alg: 'EdDSA', typ, kid: keys[name].kid }
      const { protected: head, signature } = await signRaw(header, encoded, keys[name])
      return { protected: head, signature }
    })
    return { payload: encoded, signatures: await Promise.all(signatures) }
  }
}

function statementOf({ keys, sites }: Fixture): NodeStatement {
  return {
    siteId: 'site:lund',
    serial: 1,
    organisation: 'Lund University',
    siteName: 'Lund',
    url: 'https://lund.example',
    reach: 'inbound',
    contact: 'ops@lund.example',
    rootKey: keys.lundRoot.jwk,
    signKeys: sites[0]?.signKeys ?? [],
    encryptionKeys: [
      {
        key: {
          kty: 'OKP',
          crv: 'X25519',
          x: 'hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo',
          use: 'enc',
        },
        notBefore: '2026-01-01T00:00:00.000Z',
        notAfter: '2027-01-01T00:00:00.000Z',
      },
    ],
    protocol: { min: 1, max: 1 },
    issued: '2026-01-01T00:00:00.000Z',
  }
}

/** Node statements. Valid ones are signed by the root key and by a listed signing key. */
export async function statementVectors() {
  const fixture = await createFixture()
  const sign = signerOf(fixture)
  const statement = statementOf(fixture)
  const good = await sign(STATEMENT, statement, ['lundRoot', 'lundSign'])
  const [root, own] = good.signatures
  if (root === undefined || own === undefined) throw new Error('signed by two keys')
  const rootListed = {
    ...statement,
    signKeys: [...statement.signKeys, { ...statement.signKeys[0], key: fixture.keys.lundRoot.jwk }],
  }
  const cases: [string, DocumentVector['expect'], GeneralJws][] = [
    ['signed by root and signing key', 'valid', good],
    [
      'signed by a stranger as well',
      'valid',
      await sign(STATEMENT, statement, ['lundRoot', 'stranger', 'lundSign']),
    ],
    [
      'signed by the root key alone',
      'signature-invalid',
      await sign(STATEMENT, statement, ['lundRoot']),
    ],
    [
      'signed by the signing key alone',
      'signature-invalid',
      await sign(STATEMENT, statement, ['lundSign']),
    ],
    [
      'signed twice by the root key',
      'signature-invalid',
      await sign(STATEMENT, statement, ['lundRoot', 'lundRoot']),
    ],
    [
      'signed by two signing keys',
      'signature-invalid',
      await sign(STATEMENT, statement, ['lundSign', 'lundOld']),
    ],
    [
      'signed by a stranger in place of the root',
      'signature-invalid',
      await sign(STATEMENT, statement, ['stranger', 'lundSign']),
    ],
    [
      'the root key listed as signing key',
      'signature-invalid',
      await sign(STATEMENT, rootListed, ['lundRoot', 'lundSign']),
    ],
    [
      'the typ of a descriptor',
      'signature-invalid',
      await sign(DESCRIPTOR, statement, ['lundRoot', 'lundSign']),
    ],
    [
      'a tampered signature',
      'signature-invalid',
      { ...good, signatures: [root, { ...own, signature: tampered(own.signature) }] },
    ],
    [
      'another payload under good signatures',
      'signature-invalid',
      { ...good, payload: encodeJson({ ...statement, url: 'https://evil.example' }) },
    ],
    [
      'not in canonical form',
      'invalid-request',
      await sign(STATEMENT, JSON.stringify(statement, null, 1), ['lundRoot', 'lundSign']),
    ],
    [
      'a member named twice',
      'invalid-request',
      await sign(STATEMENT, '{"serial":1,"serial":2}', ['lundRoot', 'lundSign']),
    ],
    [
      'no serial',
      'invalid-request',
      await sign(STATEMENT, { ...statement, serial: undefined }, ['lundRoot', 'lundSign']),
    ],
    [
      'a site id with a capital letter',
      'invalid-request',
      await sign(STATEMENT, { ...statement, siteId: 'site:Lund' }, ['lundRoot', 'lundSign']),
    ],
  ]
  return { description: 'Node statements: protocol section 2', now: NOW, cases: casesOf(cases) }
}

/** Site descriptors, judged against the statement at `now`. */
export async function descriptorVectors() {
  const fixture = await createFixture()
  const sign = signerOf(fixture)
  const statement = statementOf(fixture)
  const panel = {
    panelId: 'site:lund/swegen-v1',
    version: '1',
    title: 'SweGen',
    build: 'GRCh38',
    samples: 1000,
    populations: [{ code: 'SWE', samples: 1000 }],
    chromosomes: [{ chromosome: '20', start: 1, end: 64_444_167, variants: 100 }],
    phasingEngines: ['eagle'],
    minSamples: 1,
    maxSamples: 5000,
    digest: DIGEST,
    access: 'members',
  } satisfies SiteDescriptor['panels'][number]
  const descriptor: SiteDescriptor = {
    siteId: 'site:lund',
    serial: 1,
    software: { name: 'crosspanel', version: '0.1.0' },
    panels: [panel],
    issued: NOW,
  }
  const foreign = { ...descriptor, panels: [{ ...panel, panelId: 'site:cape-town/swegen-v1' }] }
  const cases: [string, DocumentVector['expect'], GeneralJws][] = [
    ['signed by the signing key', 'valid', await sign(DESCRIPTOR, descriptor, ['lundSign'])],
    ['no panels', 'valid', await sign(DESCRIPTOR, { ...descriptor, panels: [] }, ['lundSign'])],
    [
      'signed by a retired key',
      'signature-invalid',
      await sign(DESCRIPTOR, descriptor, ['lundOld']),
    ],
    [
      'signed by the root key',
      'signature-invalid',
      await sign(DESCRIPTOR, descriptor, ['lundRoot']),
    ],
    [
      'signed by another site',
      'signature-invalid',
      await sign(DESCRIPTOR, descriptor, ['capeTownSign']),
    ],
    [
      'of another site',
      'signature-invalid',
      await sign(DESCRIPTOR, { ...descriptor, siteId: 'site:ibadan', panels: [] }, ['lundSign']),
    ],
    ["another site's panel", 'signature-invalid', await sign(DESCRIPTOR, foreign, ['lundSign'])],
    [
      'the typ of a statement',
      'signature-invalid',
      await sign(STATEMENT, descriptor, ['lundSign']),
    ],
    [
      'a panel without a digest',
      'invalid-request',
      await sign(DESCRIPTOR, { ...descriptor, panels: [{ ...panel, digest: undefined }] }, [
        'lundSign',
      ]),
    ],
  ]
  return {
    description: 'Site descriptors: protocol section 2',
    now: NOW,
    statement,
    cases: casesOf(cases),
  }
}

export function casesOf(
  cases: readonly [string, DocumentVector['expect'], GeneralJws][],
): DocumentVector[] {
  return cases.map(([name, expect, jws]) => ({ name, jws, expect }))
}
