import { z } from 'zod'

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
  'mail-undeliverable',
  'files-damaged',
] as const
export const AlertCode = z.enum(ALERT_CODES)
export type AlertCode = z.infer<typeof AlertCode>

/** `critical` means that work stops or data is at risk now. */
export const ALERT_SEVERITIES = ['warning', 'critical'] as const
export const AlertSeverity = z.enum(ALERT_SEVERITIES)
export type AlertSeverity = z.infer<typeof AlertSeverity>
