import type { SiteStatus } from '@crosspanel/protocol/status'
import { Show } from 'solid-js'
import { api, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { formatDateTime, formatNumber } from '../i18n/format.ts'
import { ContactMark } from '../jobs/contact-mark.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Link } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { Age } from '../ui/time.tsx'
import { View } from '../ui/view.tsx'
import { lostOf } from './heard.ts'
import { t } from './words.ts'

type Peer = SiteStatus['peers'][number]

/** The sites of the federation, and how lately this one has heard of each. */
export default function SitesPage() {
  const status = createQuery(
    () => 'status',
    () => read(api.status.$get()),
    { onPatch: (patch) => (patch.type === 'peer' ? 'refresh' : undefined) },
  )
  const partial = ({ peers }: SiteStatus) => {
    const lost = lostOf(peers)
    return lost === 0 ? undefined : t().lost(lost, peers.length)
  }
  return (
    <Page title={t().title} lead={t().lead}>
      <View
        query={status}
        partial={partial}
        isEmpty={({ peers }) => peers.length === 0}
        empty={
          <EmptyState title={t().noneTitle}>
            {status.data()?.federation === null ? t().none : t().alone}
          </EmptyState>
        }
      >
        {(data) => (
          <>
            <Table caption={t().title} columns={columns()} rows={data().peers} />
            <Show when={data().federation}>
              {(federation) => (
                <p class="mt-4 text-sm text-faint">
                  {t().document(
                    formatNumber(federation().version),
                    formatDateTime(federation().issued),
                    formatDateTime(federation().expires),
                  )}
                </p>
              )}
            </Show>
          </>
        )}
      </View>
    </Page>
  )
}

const columns = (): Column<Peer>[] => [
  {
    id: 'name',
    title: t().site,
    cell: (peer) => (
      <>
        <Link href={`/sites/${peer.siteId}`}>{peer.name}</Link>
        <span class="block text-faint">{peer.siteId}</span>
      </>
    ),
  },
  { id: 'contact', title: t().contact, cell: (peer) => <ContactMark contact={peer.contact} /> },
  {
    id: 'heard',
    title: t().heard,
    cell: (props) => (
      <Show when={props.heardAt} fallback={t().never}>
        {(at) => <Age at={at()} />}
      </Show>
    ),
  },
  {
    id: 'response',
    title: t().response,
    isNumber: true,
    cell: ({ responseMs }) =>
      responseMs === null ? '–' : t().milliseconds(formatNumber(Math.round(responseMs))),
  },
]
