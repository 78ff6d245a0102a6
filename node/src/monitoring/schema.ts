import { ALERT_CODES, ALERT_SEVERITIES } from '@crosspanel/protocol/alert'
import { BACKUP_KINDS } from '@crosspanel/protocol/backup'
import { CHECK_STATES } from '@crosspanel/protocol/status'
import type { Told } from '@crosspanel/protocol/told'
import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'

const instant = (name: string) => timestamp(name, { withTimezone: true })

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
  (t) => [
    index('audit_entries_object_idx').on(t.object, t.seq),
    index('audit_entries_actor_idx').on(t.actor, t.seq),
    // Beginnings of words: an index in the order of a language does not serve `like`.
    index('audit_entries_action_idx').on(t.action.op('text_pattern_ops'), t.seq),
    index('audit_entries_at_idx').on(t.at),
  ],
)

/** Occasions on which a rule found something wrong with one subject: a part, a volume, a peer. */
export const alerts = pgTable(
  'alerts',
  {
    id: uuid().primaryKey(),
    code: text({ enum: ALERT_CODES }).notNull(),
    /** What it is about: `node`, a volume's name, a site id. */
    subject: text().notNull(),
    severity: text({ enum: ALERT_SEVERITIES }).notNull(),
    /** What was seen last, in words. */
    seen: text().notNull(),
    /** What `seen` is made of; null in rows of an earlier release. */
    told: jsonb().$type<Told>(),
    seenAt: instant('seen_at').notNull(),
    raisedAt: instant('raised_at').notNull(),
    acknowledgedAt: instant('acknowledged_at'),
    /** Account that acknowledged it. */
    acknowledgedBy: uuid('acknowledged_by'),
    resolvedAt: instant('resolved_at'),
    /** When the administrators were told; null while a silence holds that back. */
    notifiedAt: instant('notified_at'),
  },
  (t) => [
    uniqueIndex('alerts_one_active')
      .on(t.code, t.subject)
      .where(sql`${t.resolvedAt} is null`),
    index('alerts_raised_idx').on(t.raisedAt, t.id),
  ],
)

/** Alerts that nobody wants to hear of for a while. They are still raised and shown. */
export const alertSilences = pgTable(
  'alert_silences',
  {
    id: uuid().primaryKey(),
    code: text({ enum: ALERT_CODES }).notNull(),
    /** Every subject of the code when null. */
    subject: text(),
    reason: text().notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    until: instant('until').notNull(),
  },
  (t) => [index('alert_silences_until_idx').on(t.until)],
)

/** Changes of state of the node's parts and of its peers. */
export const healthChanges = pgTable(
  'health_changes',
  {
    seq: bigserial({ mode: 'number' }).primaryKey(),
    /** `part:<name>` or `peer:<site id>`. */
    subject: text().notNull(),
    at: instant('at').notNull(),
    /** Null for the first time that the subject was looked at. */
    from: text('from_state', { enum: CHECK_STATES }),
    to: text('to_state', { enum: CHECK_STATES }).notNull(),
    seen: text().notNull(),
    /** What `seen` is made of; null in rows of an earlier release. */
    told: jsonb().$type<Told>(),
  },
  (t) => [index('health_changes_subject_idx').on(t.subject, t.seq)],
)

/** Response times and states of a minute, or of an hour once the minutes are old. */
export const healthSamples = pgTable(
  'health_samples',
  {
    subject: text().notNull(),
    from: instant('from_time').notNull(),
    /** Length of the sample, seconds: 60 or 3600. */
    lengthS: integer('length_s').notNull(),
    looks: integer().notNull(),
    degraded: integer().notNull(),
    failed: integer().notNull(),
    /** Of the looks that were answered; null when none was. */
    meanMs: doublePrecision('mean_ms'),
    maxMs: doublePrecision('max_ms'),
  },
  (t) => [
    primaryKey({ columns: [t.subject, t.lengthS, t.from] }),
    index('health_samples_from_idx').on(t.from),
    check('health_samples_looks', sql`${t.looks} > 0`),
  ],
)

/** What only one process of the site does at a time, and which one does it now. */
export const monitoringLeases = pgTable('monitoring_leases', {
  name: text().primaryKey(),
  holder: text().notNull(),
  until: instant('until').notNull(),
})

/** Back-ups that were taken, and when each was last found to be whole. */
export const backups = pgTable(
  'backups',
  {
    sha256: text().primaryKey(),
    at: instant('at').notNull(),
    kind: text({ enum: BACKUP_KINDS }).notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
    verifiedAt: instant('verified_at'),
  },
  (t) => [index('backups_at_idx').on(t.at)],
)

/** Whether the site takes new work from its researchers; one row, or none while nobody has changed it. */
export const maintenance = pgTable(
  'maintenance',
  {
    id: smallint().primaryKey().default(1),
    isOn: boolean('is_on').notNull(),
    message: text().notNull(),
    until: timestamp({ withTimezone: true }),
    changedAt: timestamp('changed_at', { withTimezone: true }).notNull(),
  },
  (t) => [check('maintenance_one_row', sql`${t.id} = 1`)],
)
