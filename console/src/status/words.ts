import type { SiteStatus } from '@crosspanel/protocol/status'

type Contact = SiteStatus['peers'][number]['contact']

/** `unknown` is not `lost`: nobody has asked yet. */
export const CONTACT_WORDS: Readonly<Record<Contact, string>> = {
  ok: 'answers',
  late: 'late',
  lost: 'not heard of',
  unknown: 'not asked yet',
}
