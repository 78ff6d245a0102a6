import type { NotificationKind } from './notification.ts'

interface NotificationTexts {
  readonly subject: string
  /** What the node has seen. */
  readonly seen: string
  /** What the reader can do next. */
  readonly next: string
  /** What the link is called. */
  readonly action: string
}

/** What a person is told, in the words of the inbox and of mails. Gaps are fields of the notification's data. */
export const NOTIFICATION_TEXTS = {
  'job-completed': {
    subject: 'Your job {jobName} has completed',
    seen: 'The results of {jobName}, imputed against {panelId} at {hostSite}, are here.',
    next: 'Download them before they expire; the page of the job says when.',
    action: 'Open the job',
  },
  'job-rejected': {
    subject: 'Your job {jobName} was not taken',
    seen: '{hostSite} did not take the job {jobName} for {panelId}.',
    next: 'The page of the job says why, and what to change before you submit it again.',
    action: 'Open the job',
  },
  'job-failed': {
    subject: 'Your job {jobName} has failed',
    seen: 'The job {jobName} for {panelId} at {hostSite} has failed.',
    next: 'The page of the job says at which step and why, and whether to retry it.',
    action: 'Open the job',
  },
  'job-cancelled': {
    subject: 'Your job {jobName} was cancelled',
    seen: 'The job {jobName} for {panelId} at {hostSite} was cancelled.',
    next: 'Nothing is left to do; submit it anew if you still need it.',
    action: 'Open the job',
  },
  'job-expired': {
    subject: 'Your job {jobName} has expired',
    seen: 'The job {jobName} for {panelId} at {hostSite} did not end in time.',
    next: 'Submit it again; if it expires again, ask your administrator.',
    action: 'Open the job',
  },
  'results-expiring': {
    subject: 'Results of yours will be removed soon',
    seen: 'Results of the job {jobId} are kept until {expiresAt|time}.',
    next: 'Download them before; afterwards nobody can bring them back.',
    action: 'Open the job',
  },
  'results-expired': {
    subject: 'Results of yours were removed',
    seen: 'Results of the job {jobId} were kept until {expiresAt|time} and are removed now.',
    next: 'Submit the job again if you still need them.',
    action: 'Open the job',
  },
  'account-invited': {
    subject: 'Your account at {siteName}',
    seen: 'An account for imputation was made for you at {siteName}.',
    next: 'Choose your password by this link. It works once, until {expiresAt|time}.',
    action: 'Set up the account',
  },
  'password-recovery': {
    subject: 'Choose a new password',
    seen: 'Somebody asked for a new password for your account at {siteName}.',
    next: 'If it was you, choose one by this link until {expiresAt|time}. If not, do nothing: your password stays.',
    action: 'Choose a new password',
  },
  'password-changed': {
    subject: 'Your password was changed',
    seen: 'The password of your account at {siteName} was changed, and its other sessions have ended.',
    next: 'If it was not you, recover your password now and tell your administrator.',
    action: 'Open your account',
  },
  'command-line-login': {
    subject: 'A command line was logged in to your account',
    seen: 'A machine that calls itself {machine}, at {address}, was logged in to your account at {siteName} by a code that was approved in your browser.',
    next: 'If you did not begin this login yourself, log the machine out now, change your password and tell your administrator.',
    action: 'See where you are logged in',
  },
  'token-expiring': {
    subject: 'Your API token {tokenName} expires soon',
    seen: 'The API token {tokenName} works until {expiresAt|time}.',
    next: 'Make a new one and put it where the old one is used.',
    action: 'Open your account',
  },
  'storage-nearly-full': {
    subject: 'Your storage is nearly full',
    seen: 'Your files take {usedPercent}% of the storage that you may use.',
    next: 'Remove files that you need no more; new uploads are refused when it is full.',
    action: 'Open your files',
  },
  'file-damaged': {
    subject: 'A stored file is damaged',
    seen: 'The file {fileId} is not as it was stored ({damage}).',
    next: 'Upload it again, or run the job that made it again.',
    action: 'Open your files',
  },
  'alert-raised': {
    subject: 'Alert at {siteName}: {code} ({subject})',
    seen: '{code} ({subject}, {severity}): {seen}. {means}',
    next: '{fix}',
    action: 'Open the alerts',
  },
  'alert-resolved': {
    subject: 'Resolved at {siteName}: {code} ({subject})',
    seen: 'The alert {code} ({subject}) is resolved. It was: {seen}.',
    next: 'Nothing is left to do.',
    action: 'Open the alerts',
  },
  announcement: {
    subject: 'Announcement of {siteName}',
    seen: '{text}',
    next: 'This was sent to everybody with an account here.',
    action: 'Open {siteName}',
  },
  'webhook-disabled': {
    subject: 'The webhook {webhookName} was switched off',
    seen: 'The webhook {webhookName} was switched off: {why}.',
    next: 'Mend its receiver, switch it on again and replay what it has missed.',
    action: 'Open the webhooks',
  },
} as const satisfies Readonly<Record<NotificationKind, NotificationTexts>>
