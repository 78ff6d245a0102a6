import type { AccountView } from '@crosspanel/protocol/account'
import { useSearchParams } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { createQuery } from '../../api/query.ts'
import { Breakable } from '../../ui/breakable.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Link } from '../../ui/link.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Age } from '../../ui/time.tsx'
import { View } from '../../ui/view.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { Pager } from '../frame/pager.tsx'
import { filtersOf, withoutUndefined } from '../frame/query-text.ts'
import { t as frame } from '../frame/words.ts'
import { Filters } from '../jobs/filters.tsx'
import { AccountMark } from './account-mark.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { type HandedLink, LinkDialog } from './link-dialog.tsx'
import { t } from './words.ts'

const PATH = '/admin/users'
const NAMES = ['q', 'role', 'status'] as const
const PAGE = { limit: '50' }
const ROLES = ['researcher', 'site-admin'] as const
const STATUSES = ['invited', 'active', 'disabled'] as const

/** Everybody who has an account at this site. */
export default function UsersPage() {
  const [search] = useSearchParams()
  const filters = () => {
    const given = filtersOf(search, NAMES)
    const role = ROLES.find((known) => known === given.role)
    const status = STATUSES.find((known) => known === given.status)
    return withoutUndefined({ ...given, role, status })
  }
  const after = () => filtersOf(search, ['after']).after
  const [isInviting, setInviting] = createSignal(false)
  const [link, setLink] = createSignal<HandedLink>()
  const accounts = createQuery(
    () => ({ ...filters(), after: after() }),
    (key) => read(api.accounts.$get({ query: withoutUndefined({ ...PAGE, ...key }) })),
  )
  return (
    <AdminPage
      title={t().title}
      actions={
        <Button look="primary" icon="plus" onClick={() => setInviting(true)}>
          {t().invite}
        </Button>
      }
    >
      <Filters path={PATH} values={filters()} filters={fields()} />
      <View
        query={accounts}
        isEmpty={({ accounts: rows }) => rows.length === 0}
        empty={<EmptyState title={t().none}>{t().noneText}</EmptyState>}
      >
        {(data) => (
          <>
            <Table caption={t().list} columns={columns()} rows={data().accounts} />
            <Pager path={PATH} filters={filters()} name="after" at={after()} next={data().next} />
          </>
        )}
      </View>
      <InviteDialog
        isOpen={isInviting()}
        onClose={() => setInviting(false)}
        onLink={setLink}
        refresh={accounts.refresh}
      />
      <LinkDialog link={link()} onClose={() => setLink(undefined)} />
    </AdminPage>
  )
}

const fields = () => [
  { name: 'q', label: t().find },
  {
    name: 'role',
    label: t().filterRole,
    choices: ROLES.map((value) => ({ value, label: t().roles[value] })),
  },
  {
    name: 'status',
    label: t().filterState,
    choices: STATUSES.map((value) => ({ value, label: t().states[value] })),
  },
]

const columns = (): Column<AccountView>[] => [
  {
    id: 'person',
    title: t().columns.person,
    cell: (account) => (
      <>
        <Link href={`/admin/users/${account.id}`}>{account.name || account.email}</Link>
        <span class="block text-faint">
          <Breakable text={account.email} />
        </span>
      </>
    ),
  },
  { id: 'role', title: t().columns.role, cell: ({ role }) => t().roles[role] },
  { id: 'state', title: t().columns.state, cell: (account) => <AccountMark account={account} /> },
  {
    id: 'login',
    title: t().columns.login,
    cell: (props) => (
      <Show when={props.lastLoginAt} fallback={frame().never}>
        {(at) => <Age at={at()} />}
      </Show>
    ),
  },
  { id: 'made', title: t().columns.made, cell: (props) => <Age at={props.createdAt} /> },
]
