import type { AccountDetail, SessionView } from '@crosspanel/protocol/account'
import { useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { createQuery } from '../../api/query.ts'
import { Breakable } from '../../ui/breakable.tsx'
import { Link } from '../../ui/link.tsx'
import { Section } from '../../ui/page.tsx'
import { type Column, Facts, Table } from '../../ui/table.tsx'
import { Age, ExactTime } from '../../ui/time.tsx'
import { View } from '../../ui/view.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { t as frame } from '../frame/words.ts'
import { AccountDeeds } from './account-deeds.tsx'
import { AccountMark } from './account-mark.tsx'
import { QuotaForm } from './quota-form.tsx'
import { t } from './words.ts'

/** One account, and all that can be done with it. */
export default function UserPage() {
  const params = useParams<{ id: string }>()
  const account = createQuery(
    () => params.id,
    (id) => read(api.accounts[':id'].$get({ param: { id } })),
  )
  const sessions = createQuery(
    () => params.id,
    (id) => read(api.accounts[':id'].sessions.$get({ param: { id } })),
  )
  async function refresh(): Promise<void> {
    await Promise.all([account.refresh(), sessions.refresh()])
  }
  return (
    <AdminPage
      title={account.data()?.name ?? t().user}
      crumbs={[{ href: '/admin/users', label: t().title }]}
    >
      <View query={account}>
        {(data) => (
          <>
            <Section title={t().account}>
              <AccountFacts account={data()} />
            </Section>
            <Section title={t().manage}>
              <AccountDeeds account={data()} refresh={refresh} />
            </Section>
            <Section title={t().quotas}>
              <QuotaForm account={data()} refresh={refresh} />
            </Section>
            <Section title={t().sessions}>
              <View
                query={sessions}
                isEmpty={({ sessions: rows }) => rows.length === 0}
                empty={<p class="text-sm text-faint">{t().noSessions}</p>}
              >
                {(open) => (
                  <Table caption={t().sessions} columns={columns()} rows={open().sessions} />
                )}
              </View>
            </Section>
          </>
        )}
      </View>
    </AdminPage>
  )
}

function AccountFacts(props: { account: AccountDetail }) {
  return (
    <Facts
      facts={[
        [t().columns.state, <AccountMark account={props.account} />],
        [t().email, <Breakable text={props.account.email} />],
        [t().role, t().roles[props.account.role]],
        [t().affiliation, props.account.affiliation],
        [t().key, props.account.publicKey === null ? t().noKey : t().hasKey],
        [t().columns.made, <ExactTime at={props.account.createdAt} />],
        [
          t().columns.login,
          <Show when={props.account.lastLoginAt} fallback={frame().never}>
            {(at) => <Age at={at()} />}
          </Show>,
        ],
        [t().jobs, <Link href={`/admin/jobs?accountId=${props.account.id}`}>{t().showJobs}</Link>],
      ]}
    />
  )
}

const columns = (): Column<SessionView>[] => [
  {
    id: 'where',
    title: t().where,
    cell: (session) => (
      <>
        {t().kinds[session.kind]}
        <span class="block text-faint">
          {[session.client, session.network].filter((word) => word !== null).join(', ')}
        </span>
      </>
    ),
  },
  { id: 'used', title: t().used, cell: (props) => <Age at={props.lastUsedAt} /> },
  { id: 'expires', title: t().expires, cell: (props) => <ExactTime at={props.expiresAt} /> },
]
