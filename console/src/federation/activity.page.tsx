import type { FederationActivity } from '@crosspanel/protocol/site-overview'
import { useSearchParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { formatDate, formatDuration, formatNumber, formatPercent } from '../i18n/format.ts'
import { BreakableCode } from '../ui/breakable.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Select } from '../ui/field.tsx'
import { Icon } from '../ui/icons.tsx'
import { PlainLink } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { View } from '../ui/view.tsx'
import { type PanelSums, SPANS, spanOf, sumsByPanel } from './activity.ts'
import { AsOf } from './as-of.tsx'
import { registry } from './client.ts'
import { t } from './words.ts'

type Cell = FederationActivity['cells'][number]

/** What sites tell of the runs of their panels; small counts never leave a site. */
export default function ActivityPage() {
  const [search, setSearch] = useSearchParams<{ days?: string }>()
  const days = () => spanOf(search.days)
  const activity = createQuery(days, (span) =>
    read(registry.activity.$get({ query: { days: String(span) } })),
  )
  return (
    <Page
      title={t().activity.title}
      lead={
        <>
          {t().activity.lead} <AsOf query={activity} />
        </>
      }
      actions={
        <PlainLink
          href={`/v1/activity.csv?days=${String(days())}`}
          download="crosspanel-activity.csv"
          class="inline-flex min-h-9 items-center gap-1.5 text-sm"
        >
          <Icon name="download" /> {t().activity.csv}
        </PlainLink>
      }
    >
      <Select
        label={t().activity.span}
        class="mb-4 max-w-40"
        value={String(days())}
        choices={SPANS.map((span) => ({ value: String(span), label: t().activity.days(span) }))}
        onChange={(value) => setSearch({ days: value })}
      />
      <View query={activity}>{(told) => <Told activity={told()} />}</View>
    </Page>
  )
}

function Told(props: { activity: FederationActivity }) {
  return (
    <>
      <p class="mb-4 max-w-3xl text-sm text-faint">
        {t().activity.toDay(dayWords(props.activity.to))} {t().activity.smallNote}
      </p>
      <Show
        when={props.activity.cells.length > 0}
        fallback={
          <div class="mb-7">
            <EmptyState title={t().activity.empty}>{t().activity.emptyText}</EmptyState>
          </div>
        }
      >
        <Section title={t().activity.byPanel}>
          <Table
            caption={t().activity.byPanel}
            rows={sumsByPanel(props.activity.cells)}
            columns={panelColumns()}
          />
        </Section>
        <Section title={t().activity.byDay}>
          <Table
            caption={t().activity.byDay}
            rows={props.activity.cells.toReversed()}
            columns={dayColumns()}
          />
        </Section>
      </Show>
      <Section title={t().activity.told}>
        <Table
          caption={t().activity.told}
          rows={props.activity.told}
          columns={[
            { id: 'site', title: t().site, cell: (site) => site.siteName },
            {
              id: 'until',
              title: t().activity.toldUntil,
              cell: (site) =>
                site.until === null ? t().activity.tellsNothing : dayWords(site.until),
            },
          ]}
        />
      </Section>
    </>
  )
}

const panelColumns = (): Column<PanelSums>[] => [
  {
    id: 'panel',
    title: t().panelId,
    cell: (row) => <BreakableCode text={row.panelId} />,
  },
  { id: 'runs', title: t().activity.runs, isNumber: true, cell: (row) => bound(row.runs, row) },
  {
    id: 'failed',
    title: t().activity.failureShare,
    isNumber: true,
    cell: (row) =>
      row.failureShare === undefined ? t().activity.notWhole : formatPercent(row.failureShare),
  },
  {
    id: 'samples',
    title: t().activity.samples,
    isNumber: true,
    cell: (row) => bound(row.samples, row),
  },
]

const dayColumns = (): Column<Cell>[] => [
  { id: 'day', title: t().activity.day, cell: (cell) => dayWords(cell.day) },
  {
    id: 'panel',
    title: t().panelId,
    cell: (cell) => <BreakableCode text={cell.panelId} />,
  },
  { id: 'runs', title: t().activity.runs, isNumber: true, cell: (cell) => told(cell.runs) },
  { id: 'failed', title: t().activity.failed, isNumber: true, cell: (cell) => told(cell.failed) },
  {
    id: 'wait',
    title: t().activity.wait,
    isNumber: true,
    cell: (cell) => (cell.medianWaitS === null ? '' : formatDuration(cell.medianWaitS)),
  },
  {
    id: 'samples',
    title: t().activity.samples,
    isNumber: true,
    cell: (cell) => (cell.samples === null ? '' : formatNumber(cell.samples)),
  },
]

/** A sum with counts that were not told is a lower bound. */
function bound(sum: number, { small }: PanelSums): string {
  return small === 0 ? formatNumber(sum) : t().activity.atLeast(formatNumber(sum))
}

const told = (count: number | null) => (count === null ? t().activity.small : formatNumber(count))

/** A day has no time: noon keeps it the same day in every time zone that people live in. */
const dayWords = (day: string) => formatDate(`${day}T12:00:00Z`)
