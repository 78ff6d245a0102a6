import { bigint, index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** What was done, by whom, to what. Written in the transaction of the change; never changed. */
export const audit = pgTable(
  'audit',
  {
    seq: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp({ withTimezone: true }).notNull(),
    /** `admin:<id>`, `site:<slug>` or `registry`. */
    actor: text().notNull(),
    action: text().notNull(),
    object: text().notNull(),
    details: jsonb().$type<Record<string, string | number>>().notNull(),
  },
  (t) => [index('audit_object_idx').on(t.object, t.seq)],
)
