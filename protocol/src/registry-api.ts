import { z } from 'zod'
import { AuditFilter } from './audit.ts'
import { EmailAddress, Password } from './account.ts'
import {
  EncryptionJwk,
  EnrolmentState,
  EnrolmentView,
  FederationDocument,
  MemberStatus,
} from './federation.ts'
import { KeyId, Sha256, SiteId, Timestamp } from './ids.ts'

export const SetUpAdmin = z.object({
  token: z.string().min(20).max(100),
  /** When given, it has to be the address that the link was made for. */
  email: EmailAddress.optional(),
  password: Password,
})

export const LogInAdmin = z.object({ email: EmailAddress, password: z.string().min(1).max(200) })

/** The token goes into `Authorization: Bearer`; the registry keeps its SHA-256 only. */
export const AdminSession = z.object({ token: z.string(), expires: Timestamp })
export type AdminSession = z.infer<typeof AdminSession>

export const CreateInvite = z.object({
  organisation: z.string().trim().min(1).max(200),
  /** The contact of the site has to have an address in exactly this domain. */
  emailDomain: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/, 'is a domain')
    .max(253),
})
export type CreateInvite = z.infer<typeof CreateInvite>

/** `invite` is the text to hand over (`encodeInvite`); it is shown this once. */
export const CreatedInvite = z.object({
  inviteId: z.uuid(),
  invite: z.string(),
  organisation: z.string(),
  emailDomain: z.string(),
  expires: Timestamp,
})
export type CreatedInvite = z.infer<typeof CreatedInvite>

/** `POST /v1/enrolments/challenge`; answered with `EnrolmentChallenge`. */
export const EnrolmentChallengeRequest = z.object({
  /** The invite's token. */
  invite: z.string().min(20).max(200),
  /** The key that the statement will list. */
  encryptionKey: EncryptionJwk,
})
export type EnrolmentChallengeRequest = z.infer<typeof EnrolmentChallengeRequest>

/** `Authorization: Invite <token>`: how a site asks after its own enrolment. */
export const INVITE_SCHEME = 'Invite'

export const EnrolmentList = z.object({
  enrolments: z.array(EnrolmentView),
  /** `before` of the next page; null on the last. */
  next: z.uuid().nullable(),
})
export type EnrolmentList = z.infer<typeof EnrolmentList>
export const EnrolmentFilter = z.object({
  state: EnrolmentState.optional(),
  /** The enrolment to go on after. */
  before: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type EnrolmentFilter = z.infer<typeof EnrolmentFilter>

/** `fingerprint` is what the admin was told by phone; a wrong one stops the approval. */
export const ApproveEnrolment = z.object({ fingerprint: KeyId.optional() })
export const RejectEnrolment = z.object({ reason: z.string().trim().min(1).max(500) })

export const MemberView = z.object({
  siteId: SiteId,
  organisation: z.string(),
  siteName: z.string(),
  url: z.string(),
  contact: z.string(),
  status: MemberStatus,
  reason: z.string().nullable(),
  since: Timestamp,
  joined: Timestamp,
  fingerprint: KeyId,
  statementSha256: Sha256,
  descriptorSha256: Sha256.nullable(),
})
export type MemberView = z.infer<typeof MemberView>
export const MemberList = z.object({ members: z.array(MemberView) })

export const ChangeMember = z.object({ reason: z.string().trim().min(1).max(500) })
export const ReinstateMember = ChangeMember.partial()

/** `GET /v1/federation/root`: believed only when the fingerprint, the key id of the root key, is the one in the invite. */
export const FederationRoot = z.object({
  federationId: FederationDocument.shape.federationId,
  keys: FederationDocument.shape.root.shape.keys,
  threshold: FederationDocument.shape.root.shape.threshold,
  fingerprint: KeyId,
})
export type FederationRoot = z.infer<typeof FederationRoot>

export const StoredDescriptor = z.object({ sha256: Sha256, serial: z.int().min(1) })
export type StoredDescriptor = z.infer<typeof StoredDescriptor>

export const AuditEntryView = z.object({
  seq: z.int().min(1),
  at: Timestamp,
  actor: z.string(),
  action: z.string(),
  object: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
})
export const AuditList = z.object({
  entries: z.array(AuditEntryView),
  /** `before` of the next page; null on the last. */
  next: z.int().nullable(),
})
export const AuditPage = AuditFilter.extend({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
