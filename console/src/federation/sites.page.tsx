import type { SiteOverview } from '@crosspanel/protocol/site-overview'
import { Show } from 'solid-js'
import { formatDate } from '../i18n/format.ts'
import { LinkButton } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Link } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { View } from '../ui/view.tsx'
import { AsOf, sinceReadS } from './as-of.tsx'
import { ClockOffset, LastSeen, MemberMark, SiteStateMark } from './marks.tsx'
import { queryMembers } from './queries.ts'
import { SoftwareCell } from './software.tsx'
import { countUnheard, newestVersion, siteStateNow } from './standing.ts'
import { t } from './words.ts'

/** Every member, as it signs and reports of itself. */
export default function SitesPage() {
  const members = queryMembers()
  const partial = (list: { readonly members: readonly SiteOverview[] }) => {
    const unheard = countUnheard(list.members, sinceReadS(members))
    const active = list.members.filter(({ status }) => status === 'active').length
    return unheard === 0 ? undefined : t().unheard(unheard, active)
  }
  return (
    <Page
      title={t().sites.title}
      lead={<AsOf query={members} />}
      actions={
        <LinkButton href="/requests/invite" look="primary" icon="plus">
          {t().sites.invite}
        </LinkButton>
      }
    >
      <View
        query={members}
        partial={partial}
        isEmpty={(list) => list.members.length === 0}
        empty={<EmptyState title={t().sites.empty}>{t().sites.emptyText}</EmptyState>}
      >
        {(list) => (
          <Table
            caption={t().sites.title}
            rows={list().members}
            columns={columnsOf(
              () => newestVersion(list().members),
              () => list().documentVersion,
              () => sinceReadS(members),
            )}
          />
        )}
      </View>
    </Page>
  )
}

function columnsOf(
  newest: () => string | undefined,
  documentVersion: () => number,
  ageS: () => number,
): Column<SiteOverview>[] {
  return [
    {
      id: 'site',
      title: t().site,
      cell: (site) => (
        <>
          <Link
            href={`/federation/${encodeURIComponent(site.siteId)}`}
            class="inline-block min-h-6"
          >
            {site.siteName}
          </Link>
          <span class="block text-faint">{site.siteId}</span>
        </>
      ),
    },
    {
      id: 'status',
      title: t().membership,
      cell: (site) => <MemberMark status={site.status} />,
    },
    {
      id: 'health',
      title: t().health,
      cell: (site) => <SiteStateMark state={siteStateNow(site.report, ageS())} />,
    },
    { id: 'heard', title: t().heard, cell: (site) => <LastSeen report={site.report} /> },
    {
      id: 'software',
      title: t().software,
      cell: (site) => (
        <SoftwareCell report={site.report} newest={newest()} documentVersion={documentVersion()} />
      ),
    },
    { id: 'clock', title: t().clock, cell: (site) => <ClockOffset report={site.report} /> },
    {
      id: 'panels',
      title: t().panels,
      isNumber: true,
      cell: (site) => (
        <Show when={site.panels} fallback={<span class="text-faint">{t().panelsNone}</span>}>
          {(panels) => panels().length}
        </Show>
      ),
    },
    { id: 'keys', title: t().keyUntil, cell: (site) => formatDate(firstEnd(site)) },
  ]
}

/** The key that ends first. */
function firstEnd({ keys }: SiteOverview): string {
  return keys.map(({ notAfter }) => notAfter).toSorted()[0] ?? ''
}
