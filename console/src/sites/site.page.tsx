import type { PanelView } from '@crosspanel/protocol/panel'
import type { SiteStatus } from '@crosspanel/protocol/status'
import { useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { api, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { formatNumber } from '../i18n/format.ts'
import { ContactMark } from '../jobs/contact-mark.tsx'
import { HostLoad, StandingMark } from '../panels/panel-parts.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Link } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { type Column, Facts, Table } from '../ui/table.tsx'
import { Age } from '../ui/time.tsx'
import { View } from '../ui/view.tsx'
import { t } from './words.ts'

/** One site of the federation as this one knows it: contact and panels. */
export default function SitePage() {
  const params = useParams<{ id: string }>()
  const status = createQuery(
    () => 'status',
    () => read(api.status.$get()),
    { onPatch: (patch) => (patch.type === 'peer' ? 'refresh' : undefined) },
  )
  const panels = createQuery(
    () => 'panels',
    () => read(api.panels.$get()),
  )
  const peer = () => status.data()?.peers.find(({ siteId }) => siteId === params.id)
  const isOwn = () => status.data()?.siteId === params.id
  const name = () => (isOwn() ? status.data()?.siteName : peer()?.name) ?? params.id
  const held = (all: readonly PanelView[]) => all.filter(({ hostSite }) => hostSite === params.id)
  return (
    <Page
      title={name()}
      crumbs={[{ href: '/sites', label: t().title }]}
      lead={name() === params.id ? undefined : params.id}
    >
      <Section title={t().contact}>
        <View query={status}>
          {() => (
            <Show when={peer()} fallback={<p class="text-sm">{isOwn() ? t().own : t().unknown}</p>}>
              {(known) => <PeerFacts peer={known()} />}
            </Show>
          )}
        </View>
      </Section>
      <Section title={t().panels}>
        <View
          query={panels}
          isEmpty={(data) => held(data.panels).length === 0}
          empty={<EmptyState title={t().noPanels} />}
        >
          {(data) => <Table caption={t().panels} columns={columns()} rows={held(data().panels)} />}
        </View>
      </Section>
    </Page>
  )
}

function PeerFacts(props: { peer: SiteStatus['peers'][number] }) {
  const response = () => props.peer.responseMs
  return (
    <Facts
      facts={[
        [t().contact, <ContactMark contact={props.peer.contact} />],
        [
          t().heard,
          <Show when={props.peer.heardAt} fallback={t().never}>
            {(at) => <Age at={at()} />}
          </Show>,
        ],
        [
          t().response,
          response() === null ? '–' : t().milliseconds(formatNumber(Math.round(response() ?? 0))),
        ],
      ]}
    />
  )
}

const columns = (): Column<PanelView>[] => [
  {
    id: 'title',
    title: t().panel,
    cell: (panel) => <Link href={`/panels/${panel.panelId}`}>{panel.title}</Link>,
  },
  { id: 'use', title: t().use, cell: (panel) => <StandingMark panel={panel} /> },
  { id: 'load', title: t().load, cell: (panel) => <HostLoad panel={panel} /> },
]
