import { z } from 'zod'
import { Timestamp } from './ids.ts'
import { Told } from './told.ts'

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
  'command-line-login',
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

export const NotificationView = z.object({
  id: z.uuid(),
  kind: z.string(),
  title: z.string(),
  /** What was seen, and what can be done next. */
  text: z.string(),
  /** What both are made of: the kind and what is told with it. */
  told: Told.optional(),
  /** What `seen` or `why` among these is made of. */
  reason: Told.optional(),
  /** Path of the page that it is about, below the node's address. */
  path: z.string(),
  at: Timestamp,
  isRead: z.boolean(),
})
export type NotificationView = z.infer<typeof NotificationView>

export const NotificationList = z.object({
  notifications: z.array(NotificationView),
  next: z.string().nullable(),
  unread: z.int(),
})
export type NotificationList = z.infer<typeof NotificationList>

export const UnreadCount = z.object({ unread: z.int() })
export type UnreadCount = z.infer<typeof UnreadCount>

export const ChannelChoice = z.object({
  isOn: z.boolean(),
  /** Fixed ones cannot be changed: some things are always told, some never by this way. */
  isFixed: z.boolean(),
})
export const NotificationPreference = z.object({
  kind: NotificationKind,
  inbox: ChannelChoice,
  mail: ChannelChoice,
  webhook: ChannelChoice,
})
export type NotificationPreference = z.infer<typeof NotificationPreference>

export const NotificationPreferences = z.object({ preferences: z.array(NotificationPreference) })

/** Channels that are left out stay as they are. */
export const ChangePreference = z.object({
  inbox: z.boolean().optional(),
  mail: z.boolean().optional(),
  webhook: z.boolean().optional(),
})
export type ChangePreference = z.infer<typeof ChangePreference>
