import { z } from 'zod'
import { AuditFilter } from './audit.ts'
import { EmailAddress, Password, SessionKind } from './account.ts'
import {
  EncryptionJwk,
  EnrolmentState,
  EnrolmentView,
  FederationDocument,
  MemberStatus,
  NodeStatement,
} from './federation.ts'
import { FAULTS } from './faults.ts'
import { KeyId, Sha256, SiteId, Timestamp } from './ids.ts'

export const SetUpAdmin = z.object({
  token: z.string().min(20).max(100),
  /** When given, it has to be the address that the link was made for. */
  email: EmailAddress.optional(),
  password: Password,
  kind: SessionKind.default('command-line'),
})
export type SetUpAdmin = z.infer<typeof SetUpAdmin>

/** `command-line` is answered with a token; a `browser` gets a cookie and no body. */
export const LogInAdmin = z.object({
  email: EmailAddress,
  password: z.string().min(1).max(200),
  kind: SessionKind.default('command-line'),
})
export type LogInAdmin = z.infer<typeof LogInAdmin>

/** The token goes into `Authorization: Bearer`; the registry keeps its SHA-256 only. */
export const AdminSession = z.object({ token: z.string(), expires: Timestamp })
export type AdminSession = z.infer<typeof AdminSession>

/** Who is logged in, and to what federation. */
export const AdminView = z.object({
  email: EmailAddress,
  federationId: FederationDocument.shape.federationId,
  /** When the session ends at the latest. */
  expires: Timestamp,
})
export type AdminView = z.infer<typeof AdminView>

export const CreateInvite = z.object({
  organisation: z.string().trim().min(1).max(200),
  /** The contact of the site has to have an address in exactly this domain. */
  emailDomain: z
    .string()
    .trim()
    .toLowerCase()
    .regex(
      /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/,
      FAULTS.domain.detail,
    )
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

/** `withdrawn` and `expired` ones let nobody in any more; a `used` one has become an enrolment. */
export const InviteState = z.enum(['open', 'used', 'withdrawn', 'expired'])
export type InviteState = z.infer<typeof InviteState>

/** An invite as admins see it afterwards: without its token, which the registry does not keep. */
export const InviteView = z.object({
  inviteId: z.uuid(),
  organisation: z.string(),
  emailDomain: z.string(),
  state: InviteState,
  created: Timestamp,
  /** Address of the admin who made it. */
  createdBy: z.string(),
  expires: Timestamp,
})
export type InviteView = z.infer<typeof InviteView>

export const InviteList = z.object({
  invites: z.array(InviteView),
  /** `before` of the next page; null on the last. */
  next: z.uuid().nullable(),
})
export type InviteList = z.infer<typeof InviteList>
export const InvitePage = z.object({
  /** The invite to go on after. */
  before: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type InvitePage = z.infer<typeof InvitePage>

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

/** An enrolment with what helps to judge it, and how it was judged. */
export const EnrolmentDetail = EnrolmentView.extend({
  /** The domain that the invite is for; the contact has an address in it. */
  emailDomain: z.string(),
  reach: NodeStatement.shape.reach,
  protocol: NodeStatement.shape.protocol,
  decided: Timestamp.nullable(),
  /** Why it was rejected. */
  reason: z.string().nullable(),
})
export type EnrolmentDetail = z.infer<typeof EnrolmentDetail>

export const EnrolmentList = z.object({
  enrolments: z.array(EnrolmentDetail),
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
