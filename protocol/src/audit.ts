import { z } from 'zod'

/** Who did what to which object; `details` has ids and figures, never a name or a genotype. */
export const AuditEntryView = z.object({
  seq: z.int(),
  at: z.iso.datetime(),
  /** `account:<id>`, `site:<slug>` or `node`. */
  actor: z.string(),
  action: z.string(),
  object: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
})
export type AuditEntryView = z.infer<typeof AuditEntryView>

const instant = z.iso.datetime({ offset: true })

/** Each that is given narrows the rows. */
export const AuditFilter = z.object({
  actor: z.string().min(1).max(200).optional(),
  /** The action or its beginning: `peer.` are all actions of peers. */
  action: z.string().min(1).max(100).optional(),
  object: z.string().min(1).max(300).optional(),
  /** This time or later. */
  since: instant.optional(),
  /** Before this time. */
  until: instant.optional(),
})
export type AuditFilter = z.infer<typeof AuditFilter>

export const AuditQuery = AuditFilter.extend({
  /** `next` of the page before. */
  before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export type AuditQuery = z.infer<typeof AuditQuery>

export const AuditList = z.object({
  entries: z.array(AuditEntryView),
  /** `before` of the next page; null on the last. */
  next: z.int().nullable(),
})
export type AuditList = z.infer<typeof AuditList>

export const AUDIT_FORMATS = ['ndjson', 'csv'] as const
export type AuditFormat = (typeof AUDIT_FORMATS)[number]
export const AuditExportQuery = AuditFilter.extend({
  format: z.enum(AUDIT_FORMATS).default('ndjson'),
})
