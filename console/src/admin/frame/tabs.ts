import type { TabLink } from '../../ui/tabs.tsx'
import { t } from './words.ts'

/** The pages of a site's administrators. */
export function adminTabs(): readonly TabLink[] {
  const { tabs: names } = t()
  return [
    { href: '/admin', label: names.health, isExact: true },
    { href: '/admin/alerts', label: names.alerts },
    { href: '/admin/jobs', also: '/admin/runs', label: names.jobs },
    { href: '/admin/queue', label: names.queue },
    { href: '/admin/users', label: names.users },
    { href: '/admin/panels', label: names.panels },
    { href: '/admin/peers', label: names.peers },
    { href: '/admin/storage', label: names.storage },
    { href: '/admin/notices', label: names.notices },
    { href: '/admin/mail', label: names.mail },
    { href: '/admin/audit', label: names.audit },
    { href: '/admin/settings', label: names.settings },
  ]
}
