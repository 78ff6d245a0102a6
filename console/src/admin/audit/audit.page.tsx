import { withColon } from '../../i18n/format.ts'
import type { AuditEntryView } from '@crosspanel/protocol/audit'
import { useSearchParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { createQuery } from '../../api/query.ts'
import { Breakable } from '../../ui/breakable.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PlainLink } from '../../ui/link.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { ExactTime } from '../../ui/time.tsx'
import { View } from '../../ui/view.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { Pager } from '../frame/pager.tsx'
import { addressOf, filtersOf, withoutUndefined } from '../frame/query-text.ts'
import { type Filter, Filters } from '../jobs/filters.tsx'
import { AUDIT_FILTERS, detailsText, queryOf } from './filter.ts'
import { t } from './words.ts'

const PATH = '/admin/audit'
const EXPORT = '/api/v1/admin/audit/export'

/** Who did what, filtered and page by page; the whole of it as a file. */
export default function AuditPage() {
  const [search] = useSearchParams()
  const filters = () => filtersOf(search, AUDIT_FILTERS)
  const before = () => filtersOf(search, ['before']).before
  const audit = createQuery(
    () => ({ ...queryOf(filters()), before: before() }),
    (key) => read(api.admin.audit.$get({ query: withoutUndefined(key) })),
  )
  const exportOf = (format: string) => addressOf(EXPORT, { ...queryOf(filters()), format })
  return (
    <AdminPage title={t().title} lead={t().lead}>
      <Filters path={PATH} values={filters()} filters={fields()} />
      <p class="mb-4 text-sm">
        {withColon(t().exportAs)}{' '}
        <PlainLink href={exportOf('csv')} download="audit.csv" class="inline-block min-h-6">
          {t().csv}
        </PlainLink>{' '}
        ·{' '}
        <PlainLink href={exportOf('ndjson')} download="audit.ndjson" class="inline-block min-h-6">
          {t().ndjson}
        </PlainLink>
      </p>
      <View
        query={audit}
        isEmpty={({ entries }) => entries.length === 0}
        empty={<EmptyState title={t().none}>{t().noneText}</EmptyState>}
      >
        {(data) => (
          <>
            <Table caption={t().list} columns={columns()} rows={data().entries} />
            <Pager
              path={PATH}
              filters={filters()}
              name="before"
              at={before()}
              next={data().next?.toString() ?? null}
            />
          </>
        )}
      </View>
    </AdminPage>
  )
}

const fields = (): Filter[] => [
  { name: 'actor', label: t().actor },
  { name: 'action', label: t().action },
  { name: 'object', label: t().object },
  { name: 'since', label: t().since, type: 'date' },
  { name: 'until', label: t().until, type: 'date' },
]

const columns = (): Column<AuditEntryView>[] => [
  { id: 'at', title: t().columns.at, cell: (props) => <ExactTime at={props.at} /> },
  {
    id: 'actor',
    title: t().columns.actor,
    cell: (props) => (
      <code class="text-xs wrap-anywhere">
        <Breakable text={props.actor} />
      </code>
    ),
  },
  {
    id: 'action',
    title: t().columns.action,
    cell: (props) => <code class="text-xs">{props.action}</code>,
  },
  {
    id: 'object',
    title: t().columns.object,
    cell: (props) => (
      <Show when={props.object}>
        {(object) => (
          <code class="text-xs wrap-anywhere">
            <Breakable text={object()} />
          </code>
        )}
      </Show>
    ),
  },
  { id: 'details', title: t().columns.details, cell: ({ details }) => detailsText(details) },
]
