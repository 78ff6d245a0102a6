import { sql } from 'drizzle-orm'
import {
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
    createdAt: instant('created_at').notNull(),
    disabledAt: instant('disabled_at'),
  },
  (t) => [
    uniqueIndex('accounts_email_idx').on(t.email),
    index('accounts_created_idx').on(t.createdAt, t.id),
    check('accounts_email_lower', sql`${t.email} = lower(${t.email})`),
    check('accounts_role', sql`${t.role} in ('researcher', 'site-admin')`),
  ],
)

/** Logged-in browsers and command lines. The token itself is only with them. */
export const sessions = pgTable(
  'sessions',
  {
    tokenSha256: text('token_sha256').primaryKey(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['browser', 'command-line'] }).notNull(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at').notNull(),
    /** However much it is used, a session ends here. */
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [
    index('sessions_account_idx').on(t.accountId),
    index('sessions_expires_idx').on(t.expiresAt),
    check('sessions_kind', sql`${t.kind} in ('browser', 'command-line')`),
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
  },
  (t) => [
    uniqueIndex('api_tokens_sha256_idx').on(t.tokenSha256),
    index('api_tokens_account_idx').on(t.accountId, t.createdAt),
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
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [index('set_up_links_account_idx').on(t.accountId)],
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
