import type { JSX } from 'solid-js'
import { type Crumb, Page } from '../../ui/page.tsx'
import { TabLinks } from '../../ui/tabs.tsx'
import { t } from './words.ts'

/** The frame of every page for administrators: the ways to the others stand below its title. */
export function AdminPage(props: {
  title: string
  crumbs?: readonly Crumb[]
  lead?: JSX.Element
  actions?: JSX.Element
  children: JSX.Element
}) {
  const tabs = () => {
    const { tabs: names } = t()
    return [
      { href: '/admin', label: names.health, isExact: true },
      { href: '/admin/alerts', label: names.alerts },
      { href: '/admin/jobs', label: names.jobs },
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
  return (
    <Page title={props.title} crumbs={props.crumbs ?? []} lead={props.lead} actions={props.actions}>
      <TabLinks label={t().menu} tabs={tabs()} />
      {props.children}
    </Page>
  )
}
