import { TabLinks } from '../ui/tabs.tsx'
import { t } from './words.ts'

/** The pages of one's own account. */
export function AccountTabs() {
  return (
    <TabLinks
      label={t().title}
      tabs={[
        { href: '/account', label: t().tabs.profile, isExact: true },
        { href: '/account/keys', label: t().tabs.keys },
        { href: '/account/access', label: t().tabs.access },
        { href: '/account/notifications', label: t().tabs.notifications },
        { href: '/account/webhooks', label: t().tabs.webhooks },
        { href: '/files', label: t().tabs.files },
      ]}
    />
  )
}
