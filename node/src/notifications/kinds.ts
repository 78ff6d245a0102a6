import type { NotificationChannel, NotificationKind } from '@crosspanel/protocol/notification'

export type NotificationData = Readonly<Record<string, string | number>>

/** `always` and `never` are not for people to choose. */
export type ChannelRule = 'always' | 'on' | 'off' | 'never'

interface Kind {
  /** What `data` of this kind holds: the placeholders of its texts. */
  readonly fields: readonly string[]
  readonly channels: Readonly<Record<NotificationChannel, ChannelRule>>
  /** Where it leads, below the node's address, unless the data has a link of its own. */
  readonly path: (data: NotificationData) => string
}

/** The field of `data` with the link that opens an account. It is erased when the mail is out, and is in no inbox and no webhook. */
export const SECRET_FIELD = 'link'
export const SECRET_KINDS: readonly NotificationKind[] = ['account-invited', 'password-recovery']

const ALL = { inbox: 'on', mail: 'on', webhook: 'on' } as const
const QUIET = { inbox: 'on', mail: 'off', webhook: 'on' } as const
const BY_MAIL_ONLY = { inbox: 'never', mail: 'always', webhook: 'never' } as const

const JOB_FIELDS = ['jobId', 'jobName', 'panelId', 'hostSite'] as const
const toJob = (data: NotificationData) => `/jobs/${encodeURIComponent(data['jobId'] ?? '')}`
const job = {
  fields: JOB_FIELDS,
  channels: ALL,
  path: toJob,
} as const

const alert = {
  fields: ['code', 'subject', 'severity', 'seen', 'means', 'fix'],
  channels: ALL,
  path: () => '/admin/alerts',
} as const

export const KINDS: Readonly<Record<NotificationKind, Kind>> = {
  'job-completed': job,
  'job-rejected': job,
  'job-failed': job,
  'job-cancelled': {
    ...job,
    channels: QUIET,
  },
  'job-expired': job,
  'results-expiring': {
    ...job,
    fields: ['jobId', 'expiresAt'],
  },
  'results-expired': {
    ...job,
    fields: ['jobId', 'expiresAt'],
    channels: QUIET,
  },
  'account-invited': {
    fields: ['name', 'expiresAt'],
    channels: BY_MAIL_ONLY,
    path: () => '/',
  },
  'password-recovery': {
    fields: ['name', 'expiresAt'],
    channels: BY_MAIL_ONLY,
    path: () => '/',
  },
  'password-changed': {
    fields: [],
    channels: { inbox: 'always', mail: 'always', webhook: 'never' },
    path: () => '/account/access',
  },
  'command-line-login': {
    fields: ['machine', 'address'],
    channels: { inbox: 'always', mail: 'always', webhook: 'never' },
    path: () => '/account/access',
  },
  'token-expiring': {
    fields: ['tokenName', 'expiresAt'],
    channels: { inbox: 'on', mail: 'on', webhook: 'off' },
    path: () => '/account/access',
  },
  'storage-nearly-full': {
    fields: ['usedBytes', 'quotaBytes', 'usedPercent'],
    channels: { inbox: 'on', mail: 'on', webhook: 'off' },
    path: () => '/files',
  },
  'file-damaged': {
    fields: ['fileId', 'damage', 'jobId'],
    channels: ALL,
    path: () => '/files',
  },
  'alert-raised': alert,
  'alert-resolved': alert,
  announcement: {
    fields: ['announcementId', 'severity', 'text'],
    channels: QUIET,
    path: () => '/',
  },
  'webhook-disabled': {
    fields: ['webhookId', 'webhookName', 'why'],
    channels: { inbox: 'on', mail: 'on', webhook: 'never' },
    path: () => '/account/webhooks',
  },
}

export function isOn(rule: ChannelRule, chosen: boolean | undefined): boolean {
  if (rule === 'always' || rule === 'never') return rule === 'always'
  return chosen ?? rule === 'on'
}

/** The data without what opens an account. */
export function publicData(data: NotificationData): NotificationData {
  return Object.fromEntries(Object.entries(data).filter(([field]) => field !== SECRET_FIELD))
}
