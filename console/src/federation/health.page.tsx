import type { SiteOverview } from '@crosspanel/protocol/site-overview'
import { Show } from 'solid-js'
import { tellSight } from '../told/sights.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Link } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { View } from '../ui/view.tsx'
import { AsOf, sinceReadS } from './as-of.tsx'
import { CheckMark, checkName } from './check-table.tsx'
import { type Cell, cellOf, checksOf } from './heat.ts'
import { LastSeen, SiteStateMark } from './marks.tsx'
import { queryMembers } from './queries.ts'
import { countUnheard, siteStateNow } from './standing.ts'
import { t } from './words.ts'

const activeOf = (list: { readonly members: readonly SiteOverview[] }) =>
  list.members.filter(({ status }) => status === 'active')

/** Sites by checks. What a silent site reported last is shown as old, never as well. */
export default function HealthPage() {
  const members = queryMembers()
  const ageS = () => sinceReadS(members)
  const partial = (list: { readonly members: readonly SiteOverview[] }) => {
    const unheard = countUnheard(list.members, ageS())
    return unheard === 0 ? undefined : t().unheard(unheard, activeOf(list).length)
  }
  return (
    <Page
      title={t().healthPage.title}
      lead={
        <>
          {t().healthPage.lead} <AsOf query={members} />
        </>
      }
    >
      <View
        query={members}
        partial={partial}
        isEmpty={(list) => activeOf(list).length === 0}
        empty={<EmptyState title={t().healthPage.empty}>{t().healthPage.emptyText}</EmptyState>}
      >
        {(list) => (
          <>
            <Table
              caption={t().healthPage.caption}
              isDense
              rows={activeOf(list())}
              columns={columnsOf(checksOf(activeOf(list())), ageS)}
            />
            <Show when={checksOf(activeOf(list())).length === 0}>
              <p class="mt-3 text-sm text-faint">{t().healthPage.noneReported}</p>
            </Show>
          </>
        )}
      </View>
    </Page>
  )
}

function seenOf({ seen, told }: Cell): string | undefined {
  return seen === null ? undefined : tellSight(seen, told).text
}

function columnsOf(checks: readonly string[], ageS: () => number): Column<SiteOverview>[] {
  const isOld = (site: SiteOverview) => siteStateNow(site.report, ageS()) === 'silent'
  return [
    {
      id: 'site',
      title: t().site,
      cell: (site) => (
        <Link
          href={`/federation/${encodeURIComponent(site.siteId)}`}
          class="inline-block min-h-6 sm:max-w-52"
        >
          {site.siteName}
        </Link>
      ),
    },
    {
      id: 'state',
      title: t().health,
      cell: (site) => <SiteStateMark state={siteStateNow(site.report, ageS())} />,
    },
    { id: 'heard', title: t().heard, cell: (site) => <LastSeen report={site.report} /> },
    ...checks.map((check) => ({
      id: check,
      title: checkName(check),
      cell: (site: SiteOverview) => (
        // Of a silent site nobody knows: its last words stand there for reading, not as how it is.
        <span title={seenOf(cellOf(site, check))}>
          <CheckMark state={isOld(site) ? 'unknown' : cellOf(site, check).state} />
        </span>
      ),
    })),
  ]
}
