import type { MailStatus } from '@crosspanel/protocol/notification-admin'
import { useNavigate, useSearchParams } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { createQuery } from '../../api/query.ts'
import { formatDuration, formatNumber } from '../../i18n/format.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Select } from '../../ui/field.tsx'
import { Link } from '../../ui/link.tsx'
import { Section } from '../../ui/page.tsx'
import { ProblemBox } from '../../ui/problem-box.tsx'
import { Badge } from '../../ui/state-mark.tsx'
import { Facts } from '../../ui/table.tsx'
import { View } from '../../ui/view.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { Pager } from '../frame/pager.tsx'
import { addressOf, filtersOf, withoutUndefined } from '../frame/query-text.ts'
import { t as frame } from '../frame/words.ts'
import { isOnItsWay, MAIL_STATES } from './mail-rows.ts'
import { MailTable } from './mail-table.tsx'
import { TestMail } from './test-mail.tsx'
import { kindWords } from '../../notifications/kind-words.ts'
import { t } from './words.ts'

const PATH = '/admin/mail'

/** Whether mail goes out, what became of each, and what it says. */
export default function MailPage() {
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const state = () => MAIL_STATES.find((known) => known === search['state'])
  const after = () => filtersOf(search, ['after']).after
  const status = createQuery(
    () => 'mail',
    () => read(api.admin.mail.$get()),
  )
  const mails = createQuery(
    () => ({ state: state(), after: after() }),
    (key) => read(api.admin.mails.$get({ query: withoutUndefined(key) })),
    { isUnderWay: ({ mails: rows }) => rows.some((mail) => isOnItsWay(mail, new Date())) },
  )
  const templates = createQuery(
    () => 'templates',
    () => read(api.admin['mail-templates'].$get()),
  )
  async function refresh(): Promise<void> {
    await Promise.all([status.refresh(), mails.refresh()])
  }
  const states = () => MAIL_STATES.map((value) => ({ value, label: t().states[value] }))
  return (
    <AdminPage title={t().title}>
      <Section title={t().state}>
        <View query={status}>{(data) => <Status status={data()} refresh={refresh} />}</View>
      </Section>
      <Section
        title={t().mails}
        aside={
          <Select
            label={t().filter}
            value={state() ?? ''}
            choices={[{ value: '', label: frame().any }, ...states()]}
            onChange={(value) => navigate(addressOf(PATH, { state: value }))}
          />
        }
      >
        <View
          query={mails}
          isEmpty={({ mails: rows }) => rows.length === 0}
          empty={<EmptyState title={t().none}>{t().noneText}</EmptyState>}
        >
          {(data) => (
            <>
              <MailTable mails={data().mails} refresh={refresh} />
              <Pager
                path={PATH}
                filters={{ state: state() }}
                name="after"
                at={after()}
                next={data().next}
              />
            </>
          )}
        </View>
      </Section>
      <Section title={t().templates}>
        <p class="mb-2 text-sm">{t().templatesText}</p>
        <View query={templates}>
          {(data) => (
            <ul class="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-2 lg:grid-cols-3">
              <For each={data().templates}>
                {(template) => (
                  <li>
                    <Link href={`${PATH}/${template.kind}`} class="inline-block min-h-6">
                      {kindWords()[template.kind]}
                    </Link>{' '}
                    <Badge>{template.updatedAt === null ? t().builtIn : t().changed}</Badge>
                  </li>
                )}
              </For>
            </ul>
          )}
        </View>
      </Section>
    </AdminPage>
  )
}

function Status(props: { status: MailStatus; refresh: () => Promise<void> }) {
  return (
    <Show
      when={props.status.isConfigured}
      fallback={<ProblemBox title={t().off} tone="warn" why={t().offWhy} fix={t().offFix} />}
    >
      <Facts
        facts={[
          [t().from, props.status.from],
          [
            t().waiting,
            props.status.waiting === 0
              ? t().noneWaits
              : t().waitingOf(
                  props.status.waiting,
                  formatDuration(props.status.oldestWaitingS ?? 0),
                ),
          ],
          [t().failed, formatNumber(props.status.failed)],
        ]}
      />
      <TestMail refresh={props.refresh} />
    </Show>
  )
}
