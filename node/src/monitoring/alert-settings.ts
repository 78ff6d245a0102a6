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

/** The settings in the units that the rules use. */
export function alertSettingsOf(e: {
  readonly [K in keyof typeof AlertEnvironment]: number
}) {
  return {
    raiseAfter: e.CROSSPANEL_ALERT_AFTER_LOOKS,
    resolveAfter: e.CROSSPANEL_ALERT_OVER_LOOKS,
    databaseSlowMs: e.CROSSPANEL_ALERT_DATABASE_MS,
    diskFullInS: e.CROSSPANEL_ALERT_DISK_FULL_H * HOUR_S,
    queueAgeS: e.CROSSPANEL_ALERT_QUEUE_AGE_S,
    outboxAgeS: e.CROSSPANEL_ALERT_OUTBOX_AGE_S,
    mailAgeS: e.CROSSPANEL_ALERT_MAIL_AGE_S,
    peerDownS: e.CROSSPANEL_ALERT_PEER_DOWN_S,
    clockOffsetS: e.CROSSPANEL_ALERT_CLOCK_S,
    documentAgeS: e.CROSSPANEL_ALERT_DOCUMENT_AGE_D * DAY_S,
    documentLeftS: e.CROSSPANEL_ALERT_DOCUMENT_LEFT_D * DAY_S,
    certificateLeftS: e.CROSSPANEL_ALERT_CERTIFICATE_LEFT_D * DAY_S,
    keyLeftS: e.CROSSPANEL_ALERT_KEY_LEFT_D * DAY_S,
    backupAgeS: e.CROSSPANEL_ALERT_BACKUP_AGE_H * HOUR_S,
  }
}
export type AlertSettings = ReturnType<typeof alertSettingsOf>

interface Threshold {
  readonly setting: keyof typeof AlertEnvironment
  readonly limit: keyof AlertSettings
  /** What one of the setting is in the unit of the rules. */
  readonly unit: number
}

/** The settings that alerts go by; the others have nothing to set. */
const THRESHOLDS: Partial<Record<AlertCode, Threshold>> = {
  'database-slow': {
    setting: 'CROSSPANEL_ALERT_DATABASE_MS',
    limit: 'databaseSlowMs',
    unit: 1,
  },
  'disk-filling': { setting: 'CROSSPANEL_ALERT_DISK_FULL_H', limit: 'diskFullInS', unit: HOUR_S },
  'queue-old': { setting: 'CROSSPANEL_ALERT_QUEUE_AGE_S', limit: 'queueAgeS', unit: 1 },
  'outbox-old': { setting: 'CROSSPANEL_ALERT_OUTBOX_AGE_S', limit: 'outboxAgeS', unit: 1 },
  'mail-waiting': { setting: 'CROSSPANEL_ALERT_MAIL_AGE_S', limit: 'mailAgeS', unit: 1 },
  'peer-down': { setting: 'CROSSPANEL_ALERT_PEER_DOWN_S', limit: 'peerDownS', unit: 1 },
  'clock-off': { setting: 'CROSSPANEL_ALERT_CLOCK_S', limit: 'clockOffsetS', unit: 1 },
  'document-old': {
    setting: 'CROSSPANEL_ALERT_DOCUMENT_AGE_D',
    limit: 'documentAgeS',
    unit: DAY_S,
  },
  'document-expiring': {
    setting: 'CROSSPANEL_ALERT_DOCUMENT_LEFT_D',
    limit: 'documentLeftS',
    unit: DAY_S,
  },
  'certificate-expiring': {
    setting: 'CROSSPANEL_ALERT_CERTIFICATE_LEFT_D',
    limit: 'certificateLeftS',
    unit: DAY_S,
  },
  'key-expiring': { setting: 'CROSSPANEL_ALERT_KEY_LEFT_D', limit: 'keyLeftS', unit: DAY_S },
  'backup-old': { setting: 'CROSSPANEL_ALERT_BACKUP_AGE_H', limit: 'backupAgeS', unit: HOUR_S },
}

/** The setting from which on an alert rises, with its value here. */
export function thresholdOf(code: AlertCode, settings: AlertSettings): AlertRule['threshold'] {
  const threshold = THRESHOLDS[code]
  if (threshold === undefined) return null
  const { setting, limit, unit } = threshold
  return { setting, value: settings[limit] / unit }
}
