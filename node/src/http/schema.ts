import { index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/**
 * Answers to creating requests, kept so that a repeated request gets the same answer.
 * The key is stored as its SHA-256 and the answer is encrypted under the key: an answer may hold
 * a token that is shown once, and only who sent the key can read it again.
 */
export const idempotentRequests = pgTable(
  'idempotent_requests',
  {
    accountId: uuid('account_id').notNull(),
    keySha256: text('key_sha256').notNull(),
    /** Over method, path and body. */
    requestSha256: text('request_sha256').notNull(),
    startedAt: timestamp('started_at', { withTimezone: true }).notNull(),
    /** Null while the request is under way. */
    status: integer(),
    contentType: text('content_type'),
    location: text(),
    /** AES-256-GCM: nonce, ciphertext, tag; base64. */
    sealedBody: text('sealed_body'),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.keySha256] }),
    index('idempotent_requests_started_idx').on(t.startedAt),
  ],
)
