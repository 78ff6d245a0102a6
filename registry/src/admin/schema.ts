import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** Federation admins. Without a password hash until the set-up link was followed. */
export const admins = pgTable('admins', {
  id: uuid().primaryKey(),
  email: text().notNull().unique(),
  /** argon2id, in PHC string format. */
  passwordHash: text(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
})

/** One-time links by which an admin chooses a password. Only the token's SHA-256 is stored. */
export const setUpLinks = pgTable('set_up_links', {
  tokenSha256: text().primaryKey(),
  adminId: uuid()
    .notNull()
    .references(() => admins.id),
  createdAt: timestamp({ withTimezone: true }).notNull(),
  expiresAt: timestamp({ withTimezone: true }).notNull(),
  usedAt: timestamp({ withTimezone: true }),
})

export const sessions = pgTable(
  'sessions',
  {
    tokenSha256: text().primaryKey(),
    adminId: uuid()
      .notNull()
      .references(() => admins.id),
    kind: text({ enum: ['browser', 'command-line'] })
      .notNull()
      .default('command-line'),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    lastUsedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [
    index('sessions_expires_idx').on(t.expiresAt),
    check('sessions_kind', sql`${t.kind} in ('browser', 'command-line')`),
  ],
)

/** Failed attempts to log in, by what is slowed: a network address or an account. */
export const loginAttempts = pgTable('login_attempts', {
  key: text().primaryKey(),
  failures: integer().notNull(),
  lastAt: timestamp({ withTimezone: true }).notNull(),
})
