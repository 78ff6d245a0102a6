import type { PeerAdminView } from '@crosspanel/protocol/peer-admin'
import { useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { formatFraction } from '../../i18n/format.ts'
import { SaidText } from '../../told/said-text.tsx'
import { tellSight } from '../../told/sights.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PlainLink } from '../../ui/link.tsx'
import { Section } from '../../ui/page.tsx'
import { type Column, Facts, Table } from '../../ui/table.tsx'
import { Age, ExactTime } from '../../ui/time.tsx'
import { View } from '../../ui/view.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { t as frame } from '../frame/words.ts'
import { PeerActions } from './peer-actions.tsx'
import {
  BackOffFacts,
  ClockFacts,
  LatencyFacts,
  LookFacts,
  OutboxFacts,
  TrustMark,
} from './peer-parts.tsx'
import { createPeersQuery } from './peers.page.tsx'
import { t } from './words.ts'

/** One peer: who it is, by which keys it is known, and how it is reached. */
export default function PeerPage() {
  const params = useParams<{ site: string }>()
  const peers = createPeersQuery()
  const siteId = () => decodeURIComponent(params.site)
  const peer = () => peers.data()?.peers.find((known) => known.siteId === siteId())
  return (
    <AdminPage
      title={peer()?.name ?? siteId()}
      crumbs={[{ href: '/admin/peers', label: t().title }]}
    >
      <View query={peers}>
        {() => (
          <Show
            when={peer()}
            fallback={<EmptyState title={t().noPeer}>{t().noPeerText}</EmptyState>}
          >
            {(known) => (
              <>
                <div class="grid gap-x-10 lg:grid-cols-2">
                  <Identity peer={known()} />
                  <Way peer={known()} readAt={peers.at()} refresh={peers.refresh} />
                </div>
                <Section title={t().keys}>
                  <Table caption={t().keys} columns={columns()} rows={keysOf(known())} />
                </Section>
              </>
            )}
          </Show>
        )}
      </View>
    </AdminPage>
  )
}

function Identity(props: { peer: PeerAdminView }) {
  return (
    <Section title={t().identity}>
      <Facts
        facts={[
          [t().siteId, <code>{props.peer.siteId}</code>],
          [t().organisation, props.peer.organisation],
          [t().address, <PlainLink href={props.peer.url}>{props.peer.url}</PlainLink>],
          [t().contact, props.peer.contact],
          [
            t().columns.trust,
            <>
              <TrustMark status={props.peer.status} /> {t().since}{' '}
              <ExactTime at={props.peer.since} />
            </>,
          ],
          [
            t().rootKey,
            <>
              <code class="wrap-anywhere">{props.peer.rootKeyId}</code>
              <span class="block text-faint">{t().compare}</span>
            </>,
          ],
        ]}
      />
    </Section>
  )
}

function Way(props: {
  peer: PeerAdminView
  readAt: Date | undefined
  refresh: () => Promise<void>
}) {
  const software = () => {
    const known = props.peer.software
    return known === null ? '?' : `${known.name} ${known.version}`
  }
  return (
    <Section title={t().way}>
      <Facts
        facts={[
          [t().columns.state, <LookFacts peer={props.peer} readAt={props.readAt} />],
          [t().columns.clock, <ClockFacts offsetS={props.peer.look.clockOffsetS} />],
          [
            t().columns.latency,
            <>
              <LatencyFacts latency={props.peer.latency} />{' '}
              <Show when={props.peer.latency}>
                {(latency) => (
                  <span class="text-faint">
                    {t().answers(latency().answers)} ({formatFraction(latency().lastMs)} ms)
                  </span>
                )}
              </Show>
            </>,
          ],
          [t().heardOf, <Moment at={props.peer.lastHeardAt} />],
          [t().called, <Moment at={props.peer.lastCalledAt} />],
          [t().columns.backOff, <BackOffFacts backOff={props.peer.backOff} />],
          [t().lastError, props.peer.backOff?.lastError && <LastError of={props.peer.backOff} />],
          [t().columns.outbox, <OutboxFacts outbox={props.peer.outbox} />],
          [t().software, software()],
          [
            t().itsDocument,
            props.peer.documentVersion === null ? '?' : t().documentOf(props.peer.documentVersion),
          ],
          [t().panels, String(props.peer.panels)],
        ]}
      />
      <div class="mt-3">
        <PeerActions peer={props.peer} refresh={props.refresh} />
      </div>
    </Section>
  )
}

function LastError(props: { of: PeerAdminView['backOff'] }) {
  return (
    <Show when={props.of?.lastError}>
      {(seen) => <SaidText said={tellSight(seen(), props.of?.told)} />}
    </Show>
  )
}

function Moment(props: { at: string | null }) {
  return (
    <Show when={props.at} fallback={frame().never}>
      {(at) => <Age at={at()} />}
    </Show>
  )
}

interface UsedKey {
  readonly keyId: string
  readonly use: 'sign' | 'encrypt'
  readonly notBefore: string
  readonly notAfter: string
}

function keysOf({ signKeys, encryptionKeys }: PeerAdminView): UsedKey[] {
  return [
    ...signKeys.map((key) => ({ ...key, use: 'sign' as const })),
    ...encryptionKeys.map((key) => ({ ...key, use: 'encrypt' as const })),
  ]
}

const columns = (): Column<UsedKey>[] => [
  { id: 'key', title: t().key, cell: (props) => <code class="wrap-anywhere">{props.keyId}</code> },
  { id: 'use', title: t().use, cell: ({ use }) => t().uses[use] },
  { id: 'from', title: t().from, cell: (props) => <ExactTime at={props.notBefore} /> },
  { id: 'until', title: t().until, cell: (props) => <ExactTime at={props.notAfter} /> },
]
