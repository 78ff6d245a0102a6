import { z } from 'zod'
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
  .regex(/^\P{Cc}*$/u, 'has no control characters')

export const AccountView = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: Role,
  /** `false` until the person has followed the set-up link. */
  isSetUp: z.boolean(),
  /** Raw X25519 key, base64url; results are encrypted for it. */
  publicKey: z.string().nullable(),
  createdAt: Timestamp,
})
export type AccountView = z.infer<typeof AccountView>

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

export const LogIn = z.object({
  email: EmailAddress,
  password: z.string().min(1).max(200),
  kind: SessionKind.default('browser'),
})
export type LogIn = z.infer<typeof LogIn>

export const LoggedIn = z.object({
  account: AccountView,
  expiresAt: Timestamp,
  /** Only for `command-line`; the browser has its cookie. */
  token: z.string().optional(),
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

export const TokenList = z.object({ tokens: z.array(TokenView) })

/** The token is shown this once: the node keeps its SHA-256 only. */
export const CreatedToken = TokenView.extend({ token: z.string() })
export type CreatedToken = z.infer<typeof CreatedToken>
