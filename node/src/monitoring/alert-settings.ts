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
