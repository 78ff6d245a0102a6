import type { PeerAdminList, PeerAdminView } from '@crosspanel/protocol/peer-admin'
import { For, Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { createQuery, type Query } from '../../api/query.ts'
import { formatAge, withColon } from '../../i18n/format.ts'
import { Coded } from '../../ui/coded.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Link } from '../../ui/link.tsx'
import { SaidText } from '../../told/said-text.tsx'
import { tellSight } from '../../told/sights.ts'
import { Section } from '../../ui/page.tsx'
import { ProblemBox } from '../../ui/problem-box.tsx'
import { type Column, Facts, Table } from '../../ui/table.tsx'
import { Age, ExactTime } from '../../ui/time.tsx'
import { View } from '../../ui/view.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { timeOf } from '../frame/time-of.ts'
import { PeerActions } from './peer-actions.tsx'
import {
  BackOffFacts,
  ClockFacts,
  LatencyFacts,
  LookFacts,
  OutboxFacts,
  TrustMark,
} from './peer-parts.tsx'
import { worstPeersFirst } from './peer-words.ts'
import { t } from './words.ts'

export function createPeersQuery(): Query<PeerAdminList> {
  return createQuery(
    () => 'peers',
    () => read(api.admin.peers.$get()),
    { onPatch: ({ type }) => (type === 'peer' ? 'refresh' : undefined) },
  )
}

/** Every peer as this node knows it and the way to it, those in trouble first. */
export default function PeersPage() {
  const peers = createPeersQuery()
  return (
    <AdminPage title={t().title}>
      <View query={peers} partial={(data) => registrySilence(data, peers.at())}>
        {(data) => (
          <>
            <Unusable members={data().unusable} />
            <Section title={t().list}>
              <Show
                when={data().peers.length > 0}
                fallback={
                  <EmptyState title={data().document === null ? t().alone : t().noPeers}>
                    <Coded text={data().document === null ? t().aloneText : t().noPeersText} />
                  </EmptyState>
                }
              >
                <Table
                  caption={t().list}
                  columns={columns(peers.at, peers.refresh)}
                  rows={worstPeersFirst(data().peers)}
                />
              </Show>
            </Section>
            <Document list={data()} readAt={peers.at()} />
          </>
        )}
      </View>
    </AdminPage>
  )
}

/** Trust comes from the registry: when it is silent, what is shown is as old as its last answer. */
function registrySilence(
  { registry }: PeerAdminList,
  readAt: Date | undefined,
): string | undefined {
  if (registry === null || registry.isAnswering !== false) return undefined
  const { answeredAgeS, seen, told } = registry
  const age =
    answeredAgeS === null
      ? tellSight(seen, told).text
      : formatAge(timeOf(answeredAgeS, readAt), new Date())
  return t().fromMemory(age)
}

function Unusable(props: { members: PeerAdminList['unusable'] }) {
  return (
    <Show when={props.members.length > 0}>
      <div class="mb-5">
        <ProblemBox title={t().unusable} why={t().unusableWhy} fix={t().unusableFix}>
          <ul class="list-disc pl-5 text-sm">
            <For each={props.members}>
              {({ siteId, detail, told }) => (
                <li>
                  <code>{siteId}</code>
                  {withColon('')} <SaidText said={tellSight(detail, told)} />
                </li>
              )}
            </For>
          </ul>
        </ProblemBox>
      </div>
    </Show>
  )
}

function Document(props: { list: PeerAdminList; readAt: Date | undefined }) {
  const answeredAgeS = () => props.list.registry?.answeredAgeS ?? null
  return (
    <Show when={props.list.document}>
      {(document) => (
        <Section title={t().document}>
          <Facts
            facts={[
              [t().document, t().documentOf(document().version)],
              [t().issued, <Age at={document().issued} />],
              [t().expires, <ExactTime at={document().expires} />],
              [t().isOpen, document().isOpen ? t().open : t().closed],
              [t().registry, props.list.registry?.url],
              [
                t().registryAge,
                <Show
                  when={answeredAgeS() !== null}
                  fallback={
                    <SaidText
                      said={tellSight(props.list.registry?.seen ?? '', props.list.registry?.told)}
                    />
                  }
                >
                  <Age at={timeOf(answeredAgeS() ?? 0, props.readAt)} />
                </Show>,
              ],
            ]}
          />
        </Section>
      )}
    </Show>
  )
}

const columns = (
  readAt: () => Date | undefined,
  refresh: () => Promise<void>,
): Column<PeerAdminView>[] => [
  {
    id: 'site',
    title: t().columns.site,
    cell: (peer) => (
      <>
        <Link href={`/admin/peers/${encodeURIComponent(peer.siteId)}`}>{peer.name}</Link>
        <span class="block text-faint">{peer.siteId}</span>
      </>
    ),
  },
  { id: 'trust', title: t().columns.trust, cell: (props) => <TrustMark status={props.status} /> },
  {
    id: 'state',
    title: t().columns.state,
    cell: (peer) => <LookFacts peer={peer} readAt={readAt()} />,
  },
  {
    id: 'clock',
    title: t().columns.clock,
    cell: (props) => <ClockFacts offsetS={props.look.clockOffsetS} />,
  },
  {
    id: 'latency',
    title: t().columns.latency,
    isNumber: true,
    cell: (props) => <LatencyFacts latency={props.latency} />,
  },
  {
    id: 'backOff',
    title: t().columns.backOff,
    cell: (props) => <BackOffFacts backOff={props.backOff} />,
  },
  {
    id: 'outbox',
    title: t().columns.outbox,
    cell: (props) => <OutboxFacts outbox={props.outbox} />,
  },
  {
    id: 'actions',
    title: t().columns.actions,
    cell: (peer) => <PeerActions peer={peer} refresh={refresh} />,
  },
]
