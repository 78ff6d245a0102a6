import type { NotificationKind } from '@crosspanel/protocol/notification'

export const en: Readonly<Record<NotificationKind, string>> = {
  'job-completed': 'Results are ready',
  'job-rejected': 'The host site declined a job',
  'job-failed': 'A job failed',
  'job-cancelled': 'A job was cancelled',
  'job-expired': 'A job ran out of time',
  'results-expiring': 'Results are about to be deleted',
  'results-expired': 'Results were deleted',
  'account-invited': 'An invitation',
  'password-recovery': 'A link for a new password',
  'password-changed': 'The password was changed',
  'command-line-login': 'A command line was logged in by a code',
  'token-expiring': 'An API token is about to expire',
  'storage-nearly-full': 'Your storage is nearly full',
  'file-damaged': 'A stored file is damaged',
  'alert-raised': 'An alert of this site (administrators)',
  'alert-resolved': 'An alert of this site is over (administrators)',
  announcement: 'An announcement',
  'webhook-disabled': 'A webhook was stopped',
}
