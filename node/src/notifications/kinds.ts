import type { NotificationChannel, NotificationKind } from '@crosspanel/protocol/notification'

export type NotificationData = Readonly<Record<string, string | number>>

/** `always` and `never` are not for people to choose. */
export type ChannelRule = 'always' | 'on' | 'off' | 'never'

interface Kind {
  /** What `data` of this kind holds: the placeholders of its texts. */
  readonly fields: readonly string[]
  readonly channels: Readonly<Record<NotificationChannel, ChannelRule>>
  readonly subject: string
  /** What the node has seen. */
  readonly seen: string
  /** What the reader can do next. */
  readonly next: string
  /** What the link is called. */
  readonly action: string
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
  action: 'Open the job',
  path: toJob,
} as const

const alert = {
  fields: ['code', 'subject', 'severity', 'seen', 'means', 'fix'],
  channels: ALL,
  action: 'Open the alerts',
  path: () => '/admin/alerts',
} as const

export const KINDS: Readonly<Record<NotificationKind, Kind>> = {
  'job-completed': {
    ...job,
    subject: 'Your job {{jobName}} has completed',
    seen: 'The results of {{jobName}}, imputed against {{panelId}} at {{hostSite}}, are here.',
    next: 'Download them before they expire; the page of the job says when.',
  },
  'job-rejected': {
    ...job,
    subject: 'Your job {{jobName}} was not taken',
    seen: '{{hostSite}} did not take the job {{jobName}} for {{panelId}}.',
    next: 'The page of the job says why, and what to change before you submit it again.',
  },
  'job-failed': {
    ...job,
    subject: 'Your job {{jobName}} has failed',
    seen: 'The job {{jobName}} for {{panelId}} at {{hostSite}} has failed.',
    next: 'The page of the job says at which step and why, and whether to retry it.',
  },
  'job-cancelled': {
    ...job,
    channels: QUIET,
    subject: 'Your job {{jobName}} was cancelled',
    seen: 'The job {{jobName}} for {{panelId}} at {{hostSite}} was cancelled.',
    next: 'Nothing is left to do; submit it anew if you still need it.',
  },
  'job-expired': {
    ...job,
    subject: 'Your job {{jobName}} has expired',
    seen: 'The job {{jobName}} for {{panelId}} at {{hostSite}} did not end in time.',
    next: 'Submit it again; if it expires again, ask your administrator.',
  },
  'results-expiring': {
    ...job,
    fields: ['jobId', 'expiresAt'],
    subject: 'Results of yours will be removed soon',
    seen: 'Results of the job {{jobId}} are kept until {{expiresAt}}.',
    next: 'Download them before; afterwards nobody can bring them back.',
  },
  'results-expired': {
    ...job,
    fields: ['jobId', 'expiresAt'],
    channels: QUIET,
    subject: 'Results of yours were removed',
    seen: 'Results of the job {{jobId}} were kept until {{expiresAt}} and are removed now.',
    next: 'Submit the job again if you still need them.',
  },
  'account-invited': {
    fields: ['name', 'expiresAt'],
    channels: BY_MAIL_ONLY,
    subject: 'Your account at {{siteName}}',
    seen: 'An account for imputation was made for you at {{siteName}}.',
    next: 'Choose your password by this link. It works once, until {{expiresAt}}.',
    action: 'Set up the account',
    path: () => '/',
  },
  'password-recovery': {
    fields: ['name', 'expiresAt'],
    channels: BY_MAIL_ONLY,
    subject: 'Choose a new password',
    seen: 'Somebody asked for a new password for your account at {{siteName}}.',
    next: 'If it was you, choose one by this link until {{expiresAt}}. If not, do nothing: your password stays.',
    action: 'Choose a new password',
    path: () => '/',
  },
  'password-changed': {
    fields: [],
    channels: { inbox: 'always', mail: 'always', webhook: 'never' },
    subject: 'Your password was changed',
    seen: 'The password of your account at {{siteName}} was changed, and its other sessions have ended.',
    next: 'If it was not you, recover your password now and tell your administrator.',
    action: 'Open your account',
    path: () => '/account/access',
  },
  'command-line-login': {
    fields: ['machine', 'address'],
    channels: { inbox: 'always', mail: 'always', webhook: 'never' },
    subject: 'A command line was logged in to your account',
    seen: 'A machine that calls itself {{machine}}, at {{address}}, was logged in to your account at {{siteName}} by a code that was approved in your browser.',
    next: 'If you did not begin this login yourself, log the machine out now, change your password and tell your administrator.',
    action: 'See where you are logged in',
    path: () => '/account/access',
  },
  'token-expiring': {
    fields: ['tokenName', 'expiresAt'],
    channels: { inbox: 'on', mail: 'on', webhook: 'off' },
    subject: 'Your API token {{tokenName}} expires soon',
    seen: 'The API token {{tokenName}} works until {{expiresAt}}.',
    next: 'Make a new one and put it where the old one is used.',
    action: 'Open your account',
    path: () => '/account/access',
  },
  'storage-nearly-full': {
    fields: ['usedBytes', 'quotaBytes', 'usedPercent'],
    channels: { inbox: 'on', mail: 'on', webhook: 'off' },
    subject: 'Your storage is nearly full',
    seen: 'Your files take {{usedPercent}} % of the storage that you may use.',
    next: 'Remove files that you need no more; new uploads are refused when it is full.',
    action: 'Open your files',
    path: () => '/files',
  },
  'file-damaged': {
    fields: ['fileId', 'damage', 'jobId'],
    channels: ALL,
    subject: 'A stored file is damaged',
    seen: 'The file {{fileId}} is not as it was stored ({{damage}}).',
    next: 'Upload it again, or run the job that made it again.',
    action: 'Open your files',
    path: () => '/files',
  },
  'alert-raised': {
    ...alert,
    subject: 'Alert at {{siteName}}: {{code}} {{subject}}',
    seen: '{{code}} {{subject}} ({{severity}}): {{seen}}. {{means}}',
    next: '{{fix}}',
  },
  'alert-resolved': {
    ...alert,
    subject: 'Resolved at {{siteName}}: {{code}} {{subject}}',
    seen: 'The alert {{code}} {{subject}} is resolved. It was: {{seen}}.',
    next: 'Nothing is left to do.',
  },
  announcement: {
    fields: ['announcementId', 'severity', 'text'],
    channels: QUIET,
    subject: 'Announcement of {{siteName}}',
    seen: '{{text}}',
    next: 'This was sent to everybody with an account here.',
    action: 'Open {{siteName}}',
    path: () => '/',
  },
  'webhook-disabled': {
    fields: ['webhookId', 'webhookName', 'why'],
    channels: { inbox: 'on', mail: 'on', webhook: 'never' },
    subject: 'The webhook {{webhookName}} was switched off',
    seen: 'The webhook {{webhookName}} was switched off: {{why}}.',
    next: 'Mend its receiver, switch it on again and replay what it has missed.',
    action: 'Open the webhooks',
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
