import type { TabLink } from '../ui/tabs.tsx'
import { t } from './words.ts'

/** The pages of one's own account. */
export function accountTabs(): readonly TabLink[] {
  const { tabs } = t()
  return [
    { href: '/account', label: tabs.profile, isExact: true },
    { href: '/account/keys', label: tabs.keys },
    { href: '/account/access', label: tabs.access },
    { href: '/account/notifications', label: tabs.notifications },
    { href: '/account/webhooks', label: tabs.webhooks },
    { href: '/files', label: tabs.files },
  ]
}
