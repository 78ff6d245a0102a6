import type { AlertCode, AlertRule } from '@crosspanel/protocol/alert'
import { z } from 'zod'

const hours = (otherwise: number) => z.coerce.number().positive().default(otherwise)
const days = hours
const seconds = hours
const looks = (otherwise: number) => z.coerce.number().int().positive().default(otherwise)

/** Thresholds of the alerts. Units are in the names. */
export const AlertEnvironment = {
  CROSSPANEL_ALERT_AFTER_LOOKS: looks(3).describe(
    'Bad looks in a row, 2 seconds apart, that raise an alert',
  ),
  CROSSPANEL_ALERT_OVER_LOOKS: looks(5).describe(
    'Good looks in a row, 2 seconds apart, that resolve an alert',
  ),
  CROSSPANEL_ALERT_DATABASE_MS: seconds(250).describe(
    'Answer of the database above which it counts as slow, milliseconds',
  ),
  CROSSPANEL_ALERT_DISK_FULL_H: hours(24).describe(
    'Time until a volume is full at the pace of the last hour, hours',
  ),
  CROSSPANEL_ALERT_QUEUE_AGE_S: seconds(3_600).describe('Wait of the oldest in a queue, seconds'),
  CROSSPANEL_ALERT_OUTBOX_AGE_S: seconds(600).describe(
    'Wait of the oldest message for a peer, seconds',
  ),
  CROSSPANEL_ALERT_MAIL_AGE_S: seconds(600).describe(
    'Wait of the oldest mail for the mail server, seconds',
  ),
  CROSSPANEL_ALERT_PEER_DOWN_S: seconds(60).describe('Time without an answer of a peer, seconds'),
  CROSSPANEL_ALERT_CLOCK_S: seconds(5).describe(
    'Distance of the clock from those of others, seconds',
  ),
  CROSSPANEL_ALERT_DOCUMENT_AGE_D: days(10).describe('Age of the federation document, days'),
  CROSSPANEL_ALERT_DOCUMENT_LEFT_D: days(2).describe(
    'Time until the federation document expires, days',
  ),
  CROSSPANEL_ALERT_CERTIFICATE_LEFT_D: days(14).describe(
    'Time until the TLS certificate of the address expires, days',
  ),
  CROSSPANEL_ALERT_KEY_LEFT_D: days(60).describe('Time until a key of the site expires, days'),
  CROSSPANEL_ALERT_BACKUP_AGE_H: hours(36).describe('Age of the newest back-up, hours'),
} as const

const HOUR_S = 3_600
const DAY_S = 86_400

interface Limit {
  readonly alert: AlertCode
  readonly setting: keyof typeof AlertEnvironment
  /** What one of the setting is in the unit of the rules. */
  readonly unit: number
}

/** What the rules go by, each with the alert that it raises and its setting; other alerts have nothing to set. */
const LIMITS = {
  databaseSlowMs: { alert: 'database-slow', setting: 'CROSSPANEL_ALERT_DATABASE_MS', unit: 1 },
  diskFullInS: { alert: 'disk-filling', setting: 'CROSSPANEL_ALERT_DISK_FULL_H', unit: HOUR_S },
  queueAgeS: { alert: 'queue-old', setting: 'CROSSPANEL_ALERT_QUEUE_AGE_S', unit: 1 },
  outboxAgeS: { alert: 'outbox-old', setting: 'CROSSPANEL_ALERT_OUTBOX_AGE_S', unit: 1 },
  mailAgeS: { alert: 'mail-waiting', setting: 'CROSSPANEL_ALERT_MAIL_AGE_S', unit: 1 },
  peerDownS: { alert: 'peer-down', setting: 'CROSSPANEL_ALERT_PEER_DOWN_S', unit: 1 },
  clockOffsetS: { alert: 'clock-off', setting: 'CROSSPANEL_ALERT_CLOCK_S', unit: 1 },
  documentAgeS: { alert: 'document-old', setting: 'CROSSPANEL_ALERT_DOCUMENT_AGE_D', unit: DAY_S },
  documentLeftS: {
    alert: 'document-expiring',
    setting: 'CROSSPANEL_ALERT_DOCUMENT_LEFT_D',
    unit: DAY_S,
  },
  certificateLeftS: {
    alert: 'certificate-expiring',
    setting: 'CROSSPANEL_ALERT_CERTIFICATE_LEFT_D',
    unit: DAY_S,
  },
  keyLeftS: { alert: 'key-expiring', setting: 'CROSSPANEL_ALERT_KEY_LEFT_D', unit: DAY_S },
  backupAgeS: { alert: 'backup-old', setting: 'CROSSPANEL_ALERT_BACKUP_AGE_H', unit: HOUR_S },
} as const satisfies Readonly<Record<string, Limit>>
type LimitName = keyof typeof LIMITS
const LIMIT_NAMES = Object.keys(LIMITS) as readonly LimitName[]

export type AlertSettings = Readonly<Record<LimitName | 'raiseAfter' | 'resolveAfter', number>>

/** The settings in the units that the rules use. */
export function alertSettingsOf(e: {
  readonly [K in keyof typeof AlertEnvironment]: number
}): AlertSettings {
  const limits = LIMIT_NAMES.map((name) => {
    const { setting, unit } = LIMITS[name]
    return [name, e[setting] * unit] as const
  })
  return {
    raiseAfter: e.CROSSPANEL_ALERT_AFTER_LOOKS,
    resolveAfter: e.CROSSPANEL_ALERT_OVER_LOOKS,
    ...(Object.fromEntries(limits) as Record<LimitName, number>),
  }
}

/** The setting from which on an alert rises, with its value here. */
export function thresholdOf(code: AlertCode, settings: AlertSettings): AlertRule['threshold'] {
  const name = LIMIT_NAMES.find((one) => LIMITS[one].alert === code)
  if (name === undefined) return null
  const { setting, unit } = LIMITS[name]
  return { setting, value: settings[name] / unit }
}
