import { z } from 'zod'

/** What a person can be told of. The word is the contract: preferences, templates and webhooks use it. */
export const NOTIFICATION_KINDS = [
  'job-completed',
  'job-rejected',
  'job-failed',
  'job-cancelled',
  'job-expired',
  'results-expiring',
  'results-expired',
  'account-invited',
  'password-recovery',
  'password-changed',
  'token-expiring',
  'storage-nearly-full',
  'file-damaged',
  'alert-raised',
  'alert-resolved',
  'announcement',
  'webhook-disabled',
] as const
export const NotificationKind = z.enum(NOTIFICATION_KINDS)
export type NotificationKind = z.infer<typeof NotificationKind>

/** The ways by which a person is told. */
export const NOTIFICATION_CHANNELS = ['inbox', 'mail', 'webhook'] as const
export const NotificationChannel = z.enum(NOTIFICATION_CHANNELS)
export type NotificationChannel = z.infer<typeof NotificationChannel>
