import { bigserial, index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/**
 * Who did what to which object. Rows are only ever inserted (a trigger holds it).
 * `details` has no personal data beyond account ids and no genotype.
 */
export const auditEntries = pgTable(
  'audit_entries',
  {
    seq: bigserial({ mode: 'number' }).primaryKey(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** `account:<id>`, `site:<slug>` or `node`. */
    actor: text().notNull(),
    /** `job.submitted`, `peer.refused` ... */
    action: text().notNull(),
    /** `job:<id>`, `panel:<id>` ... */
    object: text(),
    details: jsonb().$type<Readonly<Record<string, unknown>>>().notNull().default({}),
  },
  (t) => [index('audit_entries_object_idx').on(t.object, t.seq)],
)
