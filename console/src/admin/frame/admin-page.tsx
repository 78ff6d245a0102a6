import type { JSX } from 'solid-js'
import { type Crumb, Page } from '../../ui/page.tsx'
import { TabLinks } from '../../ui/tabs.tsx'
import { adminTabs } from './tabs.ts'
import { t } from './words.ts'

/** The frame of every page for administrators: the ways to the others stand below its title. */
export function AdminPage(props: {
  title: string
  crumbs?: readonly Crumb[]
  lead?: JSX.Element
  actions?: JSX.Element
  children: JSX.Element
}) {
  return (
    <Page title={props.title} crumbs={props.crumbs ?? []} lead={props.lead} actions={props.actions}>
      <TabLinks label={t().menu} tabs={adminTabs()} />
      {props.children}
    </Page>
  )
}
