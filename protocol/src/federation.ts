import { z } from 'zod'
import {
  KeyId,
  OLDEST_PROTOCOL_VERSION,
  PROTOCOL_VERSION,
  Sha256,
  SiteId,
  Timestamp,
} from './ids.ts'
import { PanelAccess, PanelDescription } from './panel.ts'

/**
 * 32 bytes in base64url. The last character holds two spare bits that have to be zero: otherwise
 * one key would have four spellings, and four key ids.
 */
const PublicKeyBytes = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/)

/** RFC 8037 public key. `use` tells signing keys from encryption keys. */
export const SigningJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: PublicKeyBytes,
  use: z.literal('sig'),
})
export type SigningJwk = z.infer<typeof SigningJwk>

export const EncryptionJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('X25519'),
  x: PublicKeyBytes,
  use: z.literal('enc'),
})
export type EncryptionJwk = z.infer<typeof EncryptionJwk>

const Validity = { notBefore: Timestamp, notAfter: Timestamp }

/**
 * Where a node is reached; paths are put behind it. Credentials, a query or a fragment would let a
 * member choose what its peers' calls say to a server that is not its own (T12).
 */
const SiteUrl = z.url({ protocol: /^https?$/ }).refine(isPlainUrl, {
  message: 'has neither credentials nor query nor fragment',
})

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { username, password } = new URL(text)
  return username === '' && password === '' && !/[?#]/.test(text)
}

/**
 * Who a site is and whose keys are whose, signed by the site's root key and by its signing key
 * (`typ` crosspanel-stmt+jws). The registry counter-signs by listing its digest; it cannot forge one.
 */
export const NodeStatement = z.object({
  siteId: SiteId,
  /** Rises with each statement of a site; a lower one is refused. */
  serial: z.int().min(1),
  organisation: z.string().min(1).max(200),
  siteName: z.string().min(1).max(200),
  url: SiteUrl,
  reach: z.enum(['inbound', 'outbound-only', 'relay']),
  contact: z.email(),
  rootKey: SigningJwk,
  signKeys: z.array(z.object({ key: SigningJwk, ...Validity })).min(1),
  encryptionKeys: z.array(z.object({ key: EncryptionJwk, ...Validity })).min(1),
  protocol: z.object({ min: z.int().min(1), max: z.int().min(1) }),
  issued: Timestamp,
})
export type NodeStatement = z.infer<typeof NodeStatement>

/** What a site offers now, signed by its signing key (`typ` crosspanel-desc+jws). */
export const SiteDescriptor = z.object({
  siteId: SiteId,
  serial: z.int().min(1),
  software: z.object({ name: z.string(), version: z.string() }),
  panels: z.array(PanelDescription.extend({ access: PanelAccess })),
  issued: Timestamp,
})
export type SiteDescriptor = z.infer<typeof SiteDescriptor>

export const MemberStatus = z.enum(['active', 'suspended', 'revoked'])
export type MemberStatus = z.infer<typeof MemberStatus>

export const FederationMember = z.object({
  siteId: SiteId,
  status: MemberStatus,
  /** When the status was taken on. */
  since: Timestamp,
  rootKid: KeyId,
  statementSha256: Sha256,
  descriptorSha256: Sha256.optional(),
})
export type FederationMember = z.infer<typeof FederationMember>

/**
 * The list of members, signed by the federation's root keys (`typ` crosspanel-fed+jws, JWS General
 * JSON, so that several roots can sign). `version` never goes down. After `expires` no new job
 * starts; running ones finish.
 */
export const FederationDocument = z.object({
  federationId: z.string().regex(/^fed:[a-z][a-z0-9-]{0,62}$/),
  version: z.int().min(1),
  issued: Timestamp,
  expires: Timestamp,
  root: z.object({ keys: z.array(SigningJwk).min(1), threshold: z.int().min(1) }),
  minProtocol: z.int().min(1),
  members: z.array(FederationMember),
})
export type FederationDocument = z.infer<typeof FederationDocument>

/** A JWS in General JSON serialisation (RFC 7515 section 7.2.1). */
export const GeneralJws = z.object({
  payload: z.string(),
  signatures: z
    .array(z.object({ protected: z.string(), signature: z.string() }))
    .min(1)
    .max(8),
})
export type GeneralJws = z.infer<typeof GeneralJws>

export const PROTOCOL_RANGE = { min: OLDEST_PROTOCOL_VERSION, max: PROTOCOL_VERSION } as const

/** Days that a signed federation document is good for. */
export const FEDERATION_DOCUMENT_LIFE_DAYS = 14

// --- Registry API -----------------------------------------------------------------------------

export const EnrolmentRequest = z.object({
  invite: z.string().min(20).max(200),
  /** General JWS of a `NodeStatement`, by root key and signing key. */
  statement: GeneralJws,
  nonce: z.string().min(20).max(100),
  /** Compact JWS over the nonce (`typ` crosspanel-proof+jws), by the signing key. */
  signProof: z.string(),
  /** What the nonce's ephemeral X25519 challenge decrypts to, base64url: shows the encryption key is held. */
  encryptionProof: z.string(),
})

/** Answer to `POST /v1/enrolments/challenge`: a nonce, and 32 random bytes sealed for the site's encryption key. */
export const EnrolmentChallenge = z.object({
  nonce: z.string(),
  sealed: z.string(),
  expires: Timestamp,
})

export const EnrolmentState = z.enum(['pending', 'approved', 'rejected'])
export const EnrolmentView = z.object({
  enrolmentId: z.uuid(),
  siteId: SiteId,
  organisation: z.string(),
  siteName: z.string(),
  url: z.string(),
  contact: z.string(),
  /** Root key thumbprint, for the two people to compare by phone. */
  fingerprint: KeyId,
  state: EnrolmentState,
  submitted: Timestamp,
})
export type EnrolmentView = z.infer<typeof EnrolmentView>
