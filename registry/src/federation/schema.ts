import type { GeneralJws, SigningJwk } from '@crosspanel/protocol/federation'
import { sql } from 'drizzle-orm'
import { check, integer, jsonb, pgTable, smallint, text, timestamp } from 'drizzle-orm/pg-core'

/** The one federation of this registry, and its latest signed document. */
export const federation = pgTable(
  'federation',
  {
    only: smallint().primaryKey().default(1),
    federationId: text().notNull(),
    rootKeys: jsonb().$type<SigningJwk[]>().notNull(),
    rootThreshold: integer().notNull(),
    version: integer().notNull(),
    issued: timestamp({ withTimezone: true }).notNull(),
    expires: timestamp({ withTimezone: true }).notNull(),
    documentSha256: text().notNull(),
    document: jsonb().$type<GeneralJws>().notNull(),
  },
  (t) => [check('federation_only', sql`${t.only} = 1`)],
)
