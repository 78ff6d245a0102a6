import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { ROLES } from './account.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true })

export const accounts = pgTable(
  'accounts',
  {
    id: uuid().primaryKey(),
    /** Lower case, trimmed. */
    email: text().notNull(),
    name: text().notNull(),
    role: text({ enum: ROLES }).notNull(),
    /** argon2id, PHC string; null until the person has followed the set-up link. */
    passwordHash: text('password_hash'),
    /** Raw X25519 key of the researcher, base64url. */
    publicKey: text('public_key'),
    /** Institution or group, as the person writes it. */
    affiliation: text(),
    createdAt: instant('created_at').notNull(),
    lastLoginAt: instant('last_login_at'),
    passwordChangedAt: instant('password_changed_at'),
    disabledAt: instant('disabled_at'),
    /** Asked for: the account is closed, and goes once its jobs have ended. */
    deletionAt: instant('deletion_at'),
    /** Nothing of the person is left: the row stands for them in the audit log. */
    deletedAt: instant('deleted_at'),
    /** Null: what the site's settings say. */
    jobsLiveMax: integer('jobs_live_max'),
    jobsPerDayMax: integer('jobs_per_day_max'),
    storageBytesMax: bigint('storage_bytes_max', { mode: 'number' }),
  },
  (t) => [
    uniqueIndex('accounts_email_idx').on(t.email),
    index('accounts_deletion_idx')
      .on(t.deletionAt)
      .where(sql`${t.deletionAt} is not null and ${t.deletedAt} is null`),
    index('accounts_created_idx').on(t.createdAt, t.id),
    check('accounts_email_lower', sql`${t.email} = lower(${t.email})`),
    check('accounts_role', sql`${t.role} in ('researcher', 'site-admin')`),
    check(
      'accounts_deletion',
      sql`(${t.deletionAt} is null or ${t.disabledAt} is not null) and (${t.deletedAt} is null or ${t.deletionAt} is not null)`,
    ),
    check(
      'accounts_erased',
      sql`${t.deletedAt} is null or (${t.name} = '' and ${t.passwordHash} is null and ${t.publicKey} is null and ${t.affiliation} is null)`,
    ),
    check(
      'accounts_quotas',
      sql`${t.jobsLiveMax} >= 0 and ${t.jobsPerDayMax} >= 0 and ${t.storageBytesMax} >= 0`,
    ),
  ],
)

/** Logged-in browsers and command lines. The token itself is only with them. */
export const sessions = pgTable(
  'sessions',
  {
    tokenSha256: text('token_sha256').primaryKey(),
    /** Names the session to its owner. */
    id: uuid()
      .notNull()
      .default(sql`gen_random_uuid()`),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['browser', 'command-line'] }).notNull(),
    /** Where it was opened: a /24 of IPv4 or a /48 of IPv6. */
    network: text(),
    /** What it was opened with: families of browser and system without versions, or a machine's name. */
    client: text(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at').notNull(),
    /** However much it is used, a session ends here. */
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [
    uniqueIndex('sessions_id_idx').on(t.id),
    index('sessions_account_idx').on(t.accountId),
    index('sessions_expires_idx').on(t.expiresAt),
    check('sessions_kind', sql`${t.kind} in ('browser', 'command-line')`),
  ],
)

/**
 * Logins of command lines that wait for somebody to approve them in a browser. Only the command line
 * has the device code, and only it and its person the user code.
 */
export const deviceLogins = pgTable(
  'device_logins',
  {
    deviceCodeSha256: text('device_code_sha256').primaryKey(),
    userCodeSha256: text('user_code_sha256').notNull(),
    state: text({ enum: ['pending', 'approved', 'denied'] }).notNull(),
    /** Who has approved or denied it. */
    accountId: uuid('account_id').references(() => accounts.id, { onDelete: 'cascade' }),
    /** What the machine calls itself. */
    machine: text().notNull(),
    /** As the request came; it goes with the row. */
    address: text().notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    polledAt: instant('polled_at'),
    /** To be waited between two polls, seconds. */
    intervalS: integer('interval_s').notNull(),
  },
  (t) => [
    uniqueIndex('device_logins_user_code_idx').on(t.userCodeSha256),
    index('device_logins_account_idx').on(t.accountId),
    index('device_logins_expires_idx').on(t.expiresAt),
    check('device_logins_state', sql`${t.state} in ('pending', 'approved', 'denied')`),
    check('device_logins_decided', sql`(${t.state} = 'pending') = (${t.accountId} is null)`),
  ],
)

export const apiTokens = pgTable(
  'api_tokens',
  {
    id: uuid().primaryKey(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    tokenSha256: text('token_sha256').notNull(),
    scope: text({ enum: ['full', 'read'] }).notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    lastUsedAt: instant('last_used_at'),
    /** When its owner was told that it will end soon. */
    expiryToldAt: instant('expiry_told_at'),
  },
  (t) => [
    uniqueIndex('api_tokens_sha256_idx').on(t.tokenSha256),
    index('api_tokens_account_idx').on(t.accountId, t.createdAt),
    index('api_tokens_expires_idx').on(t.expiresAt),
    check('api_tokens_scope', sql`${t.scope} in ('full', 'read')`),
  ],
)

/** A link that lets one person choose the password of one account, once. */
export const setUpLinks = pgTable(
  'set_up_links',
  {
    tokenSha256: text('token_sha256').primaryKey(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    /** A new account's first password, or one in the place of a forgotten one. */
    purpose: text({ enum: ['set-up', 'recovery'] })
      .notNull()
      .default('set-up'),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [
    index('set_up_links_account_idx').on(t.accountId),
    check('set_up_links_purpose', sql`${t.purpose} in ('set-up', 'recovery')`),
  ],
)

/**
 * Requests for a recovery link, as they came: one row whether or not anybody has the address, so
 * that asking costs the same time for either (T22). They are looked at afterwards.
 */
export const recoveryRequests = pgTable('recovery_requests', {
  id: uuid().primaryKey(),
  email: text().notNull(),
  at: instant('at').notNull(),
})

/**
 * From where an account's owner has logged in before: a device, by the secret that only it has, or
 * a network. Whoever guesses from elsewhere cannot slow these down. `digest` is a SHA-256.
 */
export const loginMarks = pgTable(
  'login_marks',
  {
    digest: text().primaryKey(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['device', 'network'] }).notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [
    index('login_marks_account_idx').on(t.accountId),
    index('login_marks_expires_idx').on(t.expiresAt),
    check('login_marks_kind', sql`${t.kind} in ('device', 'network')`),
  ],
)

/**
 * How often a login for one account, or from one address, went wrong of late. `bucket` is a
 * SHA-256, so addresses of people who have no account here are not kept.
 */
export const loginAttempts = pgTable('login_attempts', {
  bucket: text().primaryKey(),
  failures: integer().notNull(),
  lastAt: instant('last_at').notNull(),
  /** Earlier attempts are turned away unread. */
  nextAt: instant('next_at').notNull(),
})
