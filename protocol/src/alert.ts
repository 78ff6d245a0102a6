import { z } from 'zod'
import { Timestamp } from './ids.ts'
import { Told } from './told.ts'

/** What an alert can be about. The word is the contract: silences, metrics and rules elsewhere use it. */
export const ALERT_CODES = [
  'database-away',
  'database-slow',
  'hints-away',
  'worker-missing',
  'engine-missing',
  'disk-low',
  'disk-filling',
  'queue-old',
  'outbox-old',
  'peer-down',
  'clock-off',
  'document-old',
  'document-expiring',
  'certificate-expiring',
  'key-expiring',
  'backup-old',
  'mail-waiting',
  'mail-undeliverable',
  'files-damaged',
  'files-missing',
  'store-away',
] as const
export const AlertCode = z.enum(ALERT_CODES)
export type AlertCode = z.infer<typeof AlertCode>

/** `critical` means that work stops or data is at risk now. */
export const ALERT_SEVERITIES = ['warning', 'critical'] as const
export const AlertSeverity = z.enum(ALERT_SEVERITIES)
export type AlertSeverity = z.infer<typeof AlertSeverity>

export const ALERT_STATES = ['raised', 'acknowledged', 'resolved'] as const
export const AlertState = z.enum(ALERT_STATES)
export type AlertState = z.infer<typeof AlertState>

export const AlertView = z.object({
  id: z.uuid(),
  code: AlertCode,
  /** What it is about: `node`, a volume's name, a site id. */
  subject: z.string(),
  severity: AlertSeverity,
  state: AlertState,
  /** What was seen last, in words. */
  seen: z.string(),
  /** What `seen` is made of; left out of what an earlier release wrote. */
  told: Told.optional(),
  means: z.string(),
  fix: z.string(),
  raisedAt: Timestamp,
  acknowledgedAt: Timestamp.nullable(),
  resolvedAt: Timestamp.nullable(),
  /** Nobody is told before this time. */
  silencedUntil: Timestamp.nullable(),
})
export type AlertView = z.infer<typeof AlertView>

export const AlertPage = z.object({ alerts: z.array(AlertView), next: z.string().nullable() })
export type AlertPage = z.infer<typeof AlertPage>

/** One thing that a node looks for. */
export const AlertRule = z.object({
  code: AlertCode,
  severity: AlertSeverity,
  means: z.string(),
  fix: z.string(),
  /** The setting from which on it counts, and its value here; `null` where there is nothing to set. */
  threshold: z.object({ setting: z.string(), value: z.number() }).nullable(),
})
export type AlertRule = z.infer<typeof AlertRule>
export const AlertRuleList = z.object({ rules: z.array(AlertRule) })

const SILENCE_MAX_MINUTES = 90 * 24 * 60

export const SilenceAlert = z.strictObject({
  code: AlertCode,
  /** Every subject of the code when left out. */
  subject: z.string().min(1).max(200).optional(),
  minutes: z.int().min(1).max(SILENCE_MAX_MINUTES),
  reason: z.string().trim().min(1).max(500),
})
export type SilenceAlert = z.infer<typeof SilenceAlert>

export const SilenceView = z.object({
  id: z.uuid(),
  code: AlertCode,
  subject: z.string().nullable(),
  reason: z.string(),
  createdBy: z.uuid(),
  createdAt: Timestamp,
  until: Timestamp,
})
export type SilenceView = z.infer<typeof SilenceView>

export const SilenceList = z.object({ silences: z.array(SilenceView) })
