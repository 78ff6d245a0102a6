import { TabLinks } from '../../ui/tabs.tsx'
import { t } from './words.ts'

/** Jobs go out from here, runs come in. */
export function Direction() {
  return (
    <TabLinks
      label={t().which}
      tabs={[
        { href: '/admin/jobs', label: t().out },
        { href: '/admin/runs', label: t().in },
      ]}
    />
  )
}
