import type { AlertView } from '@crosspanel/protocol/alert'
import type { BackupStatus } from '@crosspanel/protocol/backup'
import type { OverallHealth, PartHealth } from '@crosspanel/protocol/status'
import { For, Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { createQuery } from '../../api/query.ts'
import { formatNumber, withColon } from '../../i18n/format.ts'
import { Command } from '../../ui/copy-button.tsx'
import { Link } from '../../ui/link.tsx'
import { Section } from '../../ui/page.tsx'
import { ProblemBox } from '../../ui/problem-box.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Age, now } from '../../ui/time.tsx'
import { View } from '../../ui/view.tsx'
import { AlertBox } from '../alerts/alert-box.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { CheckMark } from '../frame/check-mark.tsx'
import { timeOf } from '../frame/time-of.ts'
import { MachineFacts } from './machine-facts.tsx'
import { backupState, mostUrgentFirst, untoldOf, worstFirst } from './urgency.ts'
import { SaidText } from '../../told/said-text.tsx'
import { tellSight } from '../../told/sights.ts'
import { t } from './words.ts'

const DOCTOR = 'sudo crosspanel doctor'
const BACK_UP = 'sudo crosspanel backup create'

/** What is broken and how to mend it, before all that works. All of it is from this node's memory. */
export default function HealthPage() {
  const health = createQuery(
    () => 'health',
    () => read(api.health.overall.$get()),
    { onPatch: ({ type }) => (type === 'alert' || type === 'peer' ? 'refresh' : undefined) },
  )
  const machine = createQuery(
    () => 'machine',
    () => read(api.metrics.system.$get()),
  )
  const backup = createQuery(
    () => 'backup',
    () => read(api.admin.backup.$get()),
  )
  return (
    <AdminPage title={t().title}>
      <View query={health}>
        {(data) => (
          <>
            <NeedsYou
              alerts={data().alerts ?? []}
              parts={data().parts}
              backup={backup.data()}
              refresh={health.refresh}
            />
            <Section title={t().parts} aside={<PeersInShort peers={data().peers} />}>
              <Table
                caption={t().parts}
                columns={columns(health.at)}
                rows={worstFirst(data().parts)}
              />
            </Section>
          </>
        )}
      </View>
      <div class="grid gap-x-10 lg:grid-cols-2">
        <Section title={t().machine}>
          <View query={machine}>{(data) => <MachineFacts metrics={data()} />}</View>
        </Section>
        <div>
          <Section title={t().backup}>
            <View query={backup}>{(data) => <BackupFacts backup={data()} />}</View>
          </Section>
          <p class="mb-2 text-sm">{withColon(t().doctor)}</p>
          <Command text={DOCTOR} />
        </div>
      </div>
    </AdminPage>
  )
}

function NeedsYou(props: {
  alerts: readonly AlertView[]
  parts: readonly PartHealth[]
  backup: BackupStatus | undefined
  refresh: () => Promise<void>
}) {
  const bad = () => untoldOf(props.parts, props.alerts)
  const isBackupLate = () =>
    props.backup !== undefined &&
    backupState(props.backup, now().getTime()) !== 'ok' &&
    !props.alerts.some(({ code }) => code === 'backup-old')
  const isCalm = () => props.alerts.length === 0 && bad().length === 0 && !isBackupLate()
  return (
    <Section title={t().needsYou} aside={<Link href="/admin/alerts">{t().toAlerts}</Link>}>
      <Show when={isCalm()}>
        <p class="text-sm">{props.backup === undefined ? t().backupUnknown : t().allGood}</p>
      </Show>
      <div class="flex flex-col gap-3">
        <For each={bad()}>
          {(part) => (
            <ProblemBox
              title={t().names[part.name] ?? part.name}
              tone={part.state === 'failed' ? 'bad' : 'warn'}
              seen={<SightText of={part} />}
              fix={t().fixes[part.name]}
            />
          )}
        </For>
        <For each={mostUrgentFirst(props.alerts)}>
          {(alert) => <AlertBox alert={alert} refresh={props.refresh} />}
        </For>
        <Show when={isBackupLate()}>
          <ProblemBox
            title={t().backup}
            tone="warn"
            seen={<LastBackup backup={props.backup} />}
            fix={t().backupFix}
            command={BACK_UP}
          />
        </Show>
      </div>
    </Section>
  )
}

function LastBackup(props: { backup: BackupStatus | undefined }) {
  return (
    <Show when={props.backup?.taken} fallback={t().noBackup}>
      {(taken) => <Age at={taken().at} />}
    </Show>
  )
}

function BackupFacts(props: { backup: BackupStatus }) {
  return (
    <p class="mb-4 text-sm">
      <LastBackup backup={props.backup} />. {withColon(t().verified)}{' '}
      <Show when={props.backup.verified} fallback={t().neverVerified}>
        {(verified) => <Age at={verified().at} />}
      </Show>
      .
    </p>
  )
}

function PeersInShort(props: { peers: OverallHealth['peers'] }) {
  const bad = () => props.peers.filter(({ state }) => state === 'failed').length
  return (
    <Show when={props.peers.length > 0} fallback={t().noPeers}>
      {t().peers(bad(), props.peers.length)} · <Link href="/admin/peers">{t().toPeers}</Link>
    </Show>
  )
}

function SightText(props: { of: PartHealth }) {
  return <SaidText said={tellSight(props.of.seen ?? '', props.of.told)} />
}

const columns = (readAt: () => Date | undefined): Column<PartHealth>[] => [
  { id: 'part', title: t().part, cell: ({ name }) => t().names[name] ?? name },
  { id: 'state', title: t().state, cell: (props) => <CheckMark state={props.state} /> },
  { id: 'seen', title: t().seen, cell: (part) => <SightText of={part} /> },
  { id: 'looked', title: t().looked, cell: (props) => <Age at={timeOf(props.ageS, readAt())} /> },
  {
    id: 'took',
    title: t().took,
    isNumber: true,
    cell: ({ responseMs }) =>
      responseMs === null ? '' : `${formatNumber(Math.round(responseMs))} ms`,
  },
]
