import type { MailState, MailView } from '@crosspanel/protocol/notification-admin'
import type { IconName } from '../../ui/icons.tsx'
import type { Tone } from '../../ui/state-mark.tsx'

export const MAIL_MARKS: Readonly<Record<MailState, readonly [Tone, IconName]>> = {
  waiting: ['accent', 'clock'],
  sending: ['accent', 'transfer'],
  sent: ['good', 'check'],
  unconfirmed: ['warn', 'warning'],
  failed: ['bad', 'cross'],
}

// The list of protocol/ would bring its schemas into the page.
export const MAIL_STATES = Object.keys(MAIL_MARKS) as MailState[]

/** What the node sends again when it is asked to; the others it sends by itself or has sent. */
export function canResend({ state }: Pick<MailView, 'state'>): boolean {
  return state === 'failed' || state === 'unconfirmed'
}

const SOON_MS = 10_000

/** Whether the node will change what is told of a mail, and soon: one that was put off may wait for an hour. */
export function isOnItsWay(
  { state, nextAttemptAt }: Pick<MailView, 'state' | 'nextAttemptAt'>,
  now: Date,
): boolean {
  if (state !== 'waiting') return state === 'sending'
  return nextAttemptAt !== null && Date.parse(nextAttemptAt) - now.getTime() <= SOON_MS
}
