import { TabLinks } from '../ui/tabs.tsx'
import { accountTabs } from './tabs.ts'
import { t } from './words.ts'

/** The pages of one's own account. */
export function AccountTabs() {
  return <TabLinks label={t().title} tabs={accountTabs()} />
}
