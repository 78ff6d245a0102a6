import { canonicalJson } from '@crosspanel/protocol/canonical'
import { JWS_TYPES } from '@crosspanel/protocol/compact-jws'
import {
  type GeneralJws,
  NodeStatement,
  PROTOCOL_RANGE,
  SiteDescriptor,
} from '@crosspanel/protocol/federation'
import { EncryptionJwk, SigningJwk } from '@crosspanel/protocol/federation'
import { importSigningKey, type SigningKey } from '@crosspanel/protocol/keys'
import { signDocument } from '@crosspanel/protocol/signed-document'
import type { SiteKeys } from './ports.ts'
import type { IdentityKeys } from './site-keys.ts'

const DAY_MS = 86_400_000
/** Until key rotation is there, keys live as long as an enrolment is meant to. */
const SIGN_KEY_LIFE_DAYS = 5 * 366
const ENCRYPTION_KEY_LIFE_DAYS = 5 * 366

/** What people say about their site when it joins. */
export type StatementFields = Pick<
  NodeStatement,
  'organisation' | 'siteName' | 'url' | 'reach' | 'contact'
>
export type OwnPanel = SiteDescriptor['panels'][number]

export const SOFTWARE = { name: 'crosspanel', version: '0.1.0' } as const

/** The site's statement about itself, signed by its root key and by its signing key. */
export async function signStatement(
  keys: IdentityKeys,
  fields: StatementFields,
  now: Date,
): Promise<GeneralJws> {
  const until = (days: number) => new Date(now.getTime() + days * DAY_MS).toISOString()
  const notBefore = now.toISOString()
  const statement = NodeStatement.parse({
    siteId: keys.siteId,
    serial: now.getTime(),
    ...fields,
    rootKey: SigningJwk.parse(keys.root),
    signKeys: [
      { key: SigningJwk.parse(keys.sign), notBefore, notAfter: until(SIGN_KEY_LIFE_DAYS) },
    ],
    encryptionKeys: [
      {
        key: EncryptionJwk.parse(keys.encryption),
        notBefore,
        notAfter: until(ENCRYPTION_KEY_LIFE_DAYS),
      },
    ],
    protocol: PROTOCOL_RANGE,
    issued: now.toISOString(),
  })
  const signers = [await importSigningKey(keys.root), await importSigningKey(keys.sign)]
  return signDocument(statement, JWS_TYPES.statement, signers)
}

export async function signDescriptor(
  keys: SiteKeys,
  panels: readonly OwnPanel[],
  serial: number,
  now: Date,
): Promise<GeneralJws> {
  const descriptor = SiteDescriptor.parse({
    siteId: keys.siteId,
    serial,
    software: SOFTWARE,
    panels: sortPanels(panels),
    issued: now.toISOString(),
  })
  return signDocument(descriptor, JWS_TYPES.descriptor, [signerOf(keys)])
}

/** Whether a descriptor says what the site has to say now. */
export function describesPanels(
  descriptor: SiteDescriptor | undefined,
  panels: readonly OwnPanel[],
): boolean {
  if (descriptor === undefined) return false
  const said = { software: descriptor.software, panels: descriptor.panels }
  const parsed = SiteDescriptor.shape.panels.parse(sortPanels(panels))
  return canonicalJson(said) === canonicalJson({ software: SOFTWARE, panels: parsed })
}

export function signerOf(keys: Pick<SiteKeys, 'signKid' | 'signKey'>): SigningKey {
  return { kid: keys.signKid, key: keys.signKey }
}

function sortPanels(panels: readonly OwnPanel[]): OwnPanel[] {
  return panels.toSorted((a, b) => (a.panelId < b.panelId ? -1 : 1))
}
