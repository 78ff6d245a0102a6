import type { SiteKeyView, SiteOverview } from '@crosspanel/protocol/site-overview'
import { Show } from 'solid-js'
import { formatDate, formatDuration } from '../i18n/format.ts'
import { StateMark } from '../ui/state-mark.tsx'
import { Table } from '../ui/table.tsx'
import { now } from '../ui/time.tsx'
import { Fingerprint } from './marks.tsx'
import { t } from './words.ts'

type Row = SiteKeyView & Pick<SiteOverview, 'siteId' | 'siteName'>

const WARN_DAYS = 21
const DAY_MS = 86_400_000

/** The keys that the sites' statements list, the one that ends first above. */
export function KeyTable(props: {
  sites: readonly Pick<SiteOverview, 'siteId' | 'siteName' | 'keys'>[]
}) {
  const rows = (): Row[] =>
    props.sites
      .flatMap(({ siteId, siteName, keys }) => keys.map((key) => ({ siteId, siteName, ...key })))
      .toSorted((a, b) => a.notAfter.localeCompare(b.notAfter) || a.siteId.localeCompare(b.siteId))
  const isOne = () => props.sites.length === 1
  return (
    <Table
      caption={t().keys.sites}
      rows={rows()}
      columns={[
        ...(isOne() ? [] : [{ id: 'site', title: t().site, cell: (row: Row) => row.siteName }]),
        { id: 'use', title: t().keys.use, cell: (row) => t().keys.uses[row.use] },
        {
          id: 'age',
          title: t().keys.age,
          cell: (row) => <Length text={lengthOf(row.notBefore, -1)} />,
        },
        { id: 'left', title: t().keys.left, cell: (row) => <Left until={row.notAfter} /> },
        {
          id: 'until',
          title: t().keys.until,
          cell: (row) => <span class="whitespace-nowrap">{formatDate(row.notAfter)}</span>,
        },
        { id: 'kid', title: t().keys.kid, cell: (row) => <Fingerprint value={row.kid} /> },
      ]}
    />
  )
}

const Length = (props: { text: string }) => <span class="whitespace-nowrap">{props.text}</span>

function Left(props: { until: string }) {
  const ms = () => Date.parse(props.until) - now().getTime()
  const text = () => (
    <span class="whitespace-nowrap">{ms() <= 0 ? t().keys.isOver : lengthOf(props.until, 1)}</span>
  )
  return (
    <Show when={ms() < WARN_DAYS * DAY_MS} fallback={text()}>
      <StateMark tone="bad" icon={ms() <= 0 ? 'warning' : 'clock'}>
        {text()}
      </StateMark>
    </Show>
  )
}

/** From now to a moment ahead (1), or from one behind (-1) until now. */
function lengthOf(at: string, direction: 1 | -1): string {
  return formatDuration((direction * (Date.parse(at) - now().getTime())) / 1000)
}
