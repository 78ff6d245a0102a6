import { z } from 'zod'
import { FAULTS } from './faults.ts'
import { Timestamp } from './ids.ts'

export const ROLES = ['researcher', 'site-admin'] as const
export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>

/** Addresses are compared without regard to case and surrounding space. */
export const EmailAddress = z.string().trim().toLowerCase().max(254).pipe(z.email())

export const PASSWORD_MIN_LENGTH = 12
/** The upper bound keeps hashing a password cheap for the server. */
export const Password = z.string().min(PASSWORD_MIN_LENGTH).max(200)

/** What a person or a thing is called: no line breaks, no other control characters. */
const Label = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^\P{Cc}*$/u, FAULTS['plain-line'].detail)

export const AccountView = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: Role,
  /** Institution or group, as the person writes it. */
  affiliation: z.string().nullable(),
  /** `false` until the person has followed the set-up link. */
  isSetUp: z.boolean(),
  /** An administrator has closed the account, or it is being deleted. */
  isDisabled: z.boolean(),
  /** It goes once its jobs have ended. */
  isBeingDeleted: z.boolean(),
  /** Raw X25519 key, base64url; results are encrypted for it. */
  publicKey: z.string().nullable(),
  createdAt: Timestamp,
  lastLoginAt: Timestamp.nullable(),
})
export type AccountView = z.infer<typeof AccountView>

/** `isOwn`: set for this account by an administrator, and not by the site's settings. */
const Quota = z.object({ max: z.int(), used: z.int(), isOwn: z.boolean() })
export const QuotaUse = z.object({
  /** Jobs that have not ended. */
  jobsLive: Quota,
  /** Jobs submitted within the last 24 hours. */
  jobsPerDay: Quota,
  storageBytes: Quota,
})
export type QuotaUse = z.infer<typeof QuotaUse>

export const AccountDetail = AccountView.extend({ quotas: QuotaUse })
export type AccountDetail = z.infer<typeof AccountDetail>

/** What is left out stays as it is. */
export const UpdateProfile = z.object({
  name: Label.optional(),
  affiliation: Label.nullable().optional(),
})
export type UpdateProfile = z.infer<typeof UpdateProfile>

/** `null` gives a quota back to the site's settings. */
const QuotaChange = z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullable().optional()
const CountChange = z.int().min(0).max(1_000_000).nullable().optional()
export const AccountChanges = z.object({
  role: Role.optional(),
  isDisabled: z.boolean().optional(),
  quotas: z
    .object({ jobsLive: CountChange, jobsPerDay: CountChange, storageBytes: QuotaChange })
    .optional(),
})
export type AccountChanges = z.infer<typeof AccountChanges>

export const AccountFilter = z.object({
  /** Part of an e-mail address, a name or an affiliation. */
  q: z.string().trim().min(1).max(120).optional(),
  role: Role.optional(),
  status: z.enum(['invited', 'active', 'disabled']).optional(),
})
export type AccountFilter = z.infer<typeof AccountFilter>

export const ChangePassword = z.object({
  currentPassword: z.string().min(1).max(200),
  newPassword: Password,
})
export type ChangePassword = z.infer<typeof ChangePassword>

export const RequestRecovery = z.object({ email: EmailAddress })

export const ResetPassword = z.object({ token: z.string().min(1).max(200), password: Password })
export type ResetPassword = z.infer<typeof ResetPassword>

/** Shown this once: the node keeps the SHA-256 of its token only. */
export const RecoveryLink = z.object({ link: z.string(), expiresAt: Timestamp })

export const DeleteOwnAccount = z.object({ password: z.string().min(1).max(200) })

export const AccountList = z.object({
  accounts: z.array(AccountView),
  next: z.string().nullable(),
})
export type AccountList = z.infer<typeof AccountList>

export const SetUpAccount = z.object({
  token: z.string().min(1).max(200),
  name: Label,
  /** When given, it has to be the address that was invited. */
  email: EmailAddress.optional(),
  password: Password,
})
export type SetUpAccount = z.infer<typeof SetUpAccount>

/** `browser` answers with a cookie, `command-line` with a token that lives 30 days. */
export const SessionKind = z.enum(['browser', 'command-line'])
export type SessionKind = z.infer<typeof SessionKind>

export const SessionView = z.object({
  id: z.uuid(),
  kind: SessionKind,
  /** Where it was opened: a /24 of IPv4 or a /48 of IPv6. */
  network: z.string().nullable(),
  /** `Firefox, Linux`; of a command line the name of its machine, where it was told. */
  client: z.string().nullable(),
  createdAt: Timestamp,
  lastUsedAt: Timestamp,
  expiresAt: Timestamp,
  /** The one that asks. */
  isCurrent: z.boolean(),
})
export type SessionView = z.infer<typeof SessionView>

export const SessionList = z.object({ sessions: z.array(SessionView) })

export const LogIn = z.object({
  email: EmailAddress,
  password: z.string().min(1).max(200),
  kind: SessionKind.default('browser'),
  /** What an earlier login gave; a browser has it in a cookie. */
  deviceToken: z.string().max(200).optional(),
})
export type LogIn = z.infer<typeof LogIn>

export const LoggedIn = z.object({
  account: AccountView,
  expiresAt: Timestamp,
  /** Only for `command-line`; the browser has its cookie. */
  token: z.string().optional(),
  /** Marks the device as its owner's, so that others' guesses never slow it down; opens nothing. */
  deviceToken: z.string().optional(),
})
export type LoggedIn = z.infer<typeof LoggedIn>

export const InviteAccount = z.object({ email: EmailAddress, name: Label, role: Role })
export type InviteAccount = z.infer<typeof InviteAccount>

/** The set-up token is shown this once: the node keeps its SHA-256 only. */
export const InvitedAccount = z.object({
  account: AccountView,
  setUpToken: z.string(),
  expiresAt: Timestamp,
})
export type InvitedAccount = z.infer<typeof InvitedAccount>

/** A Crypt4GH public key file's text, or its 32 bytes in base64. */
export const PutPublicKey = z.object({ publicKey: z.string().min(1).max(4096) })

/** `read` tokens may only look; `full` may do whatever the account may. */
export const TokenScope = z.enum(['full', 'read'])
export type TokenScope = z.infer<typeof TokenScope>

export const CreateToken = z.object({
  name: Label,
  scope: TokenScope.default('full'),
  expiresInDays: z.int().min(1).max(366).default(90),
})
export type CreateToken = z.infer<typeof CreateToken>

export const TokenView = z.object({
  id: z.uuid(),
  name: z.string(),
  scope: TokenScope,
  createdAt: Timestamp,
  expiresAt: Timestamp,
  lastUsedAt: Timestamp.nullable(),
})
export type TokenView = z.infer<typeof TokenView>

export const RenameToken = z.object({ name: Label })

export const TokenList = z.object({ tokens: z.array(TokenView) })

/** The token is shown this once: the node keeps its SHA-256 only. */
export const CreatedToken = TokenView.extend({ token: z.string() })
export type CreatedToken = z.infer<typeof CreatedToken>
