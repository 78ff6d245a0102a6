import type { MailState, MailStatus, MailView } from '@crosspanel/protocol/notification-admin'
import { useNavigate, useSearchParams } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { api, done, read } from '../../api/client.ts'
import { createQuery } from '../../api/query.ts'
import { formatDuration, formatNumber } from '../../i18n/format.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Select } from '../../ui/field.tsx'
import { Link } from '../../ui/link.tsx'
import { Section } from '../../ui/page.tsx'
import { FailurePanel, ProblemPanel } from '../../ui/problem-panel.tsx'
import { Badge, StateMark } from '../../ui/state-mark.tsx'
import { type Column, Facts, Table } from '../../ui/table.tsx'
import { Age } from '../../ui/time.tsx'
import { View } from '../../ui/view.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { createChange } from '../frame/change.ts'
import { Pager } from '../frame/pager.tsx'
import { addressOf, filtersOf, withoutUndefined } from '../frame/query-text.ts'
import { t as frame } from '../frame/words.ts'
import { canResend, MAIL_MARKS } from './mail-rows.ts'
import { TestMail } from './test-mail.tsx'
import { t } from './words.ts'

const PATH = '/admin/mail'

/** Whether mail goes out, what became of each, and what it says. */
export default function MailPage() {
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const state = () => filtersOf(search, ['state']).state
  const after = () => filtersOf(search, ['after']).after
  const status = createQuery(
    () => 'mail',
    () => read(api.admin.mail.$get()),
  )
  const mails = createQuery(
    () => ({ state: state(), after: after() }),
    (key) => read(api.admin.mails.$get({ query: withoutUndefined(key) as never })),
  )
  const templates = createQuery(
    () => 'templates',
    () => read(api.admin['mail-templates'].$get()),
  )
  async function refresh(): Promise<void> {
    await Promise.all([status.refresh(), mails.refresh()])
  }
  const retry = createChange(
    (id: string) => done(api.admin.mails[':id'].retry.$post({ param: { id } })),
    { said: () => t().retried, refresh },
  )
  const states = () => Object.entries(t().states).map(([value, label]) => ({ value, label }))
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
        <Show when={retry.failure()}>
          {(failure) => <FailurePanel failure={failure()} isAlert />}
        </Show>
        <View
          query={mails}
          isEmpty={({ mails: rows }) => rows.length === 0}
          empty={<EmptyState title={t().none}>{t().noneText}</EmptyState>}
        >
          {(data) => (
            <>
              <Table
                caption={t().mails}
                columns={columns((id) => void retry.run(id))}
                rows={data().mails}
              />
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
                      {t().kinds[template.kind]}
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
      fallback={<ProblemPanel title={t().off} tone="warn" why={t().offWhy} fix={t().offFix} />}
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

function StateOfMail(props: { state: MailState }) {
  return (
    <StateMark tone={MAIL_MARKS[props.state][0]} icon={MAIL_MARKS[props.state][1]}>
      {t().states[props.state]}
    </StateMark>
  )
}

const kindText = (kind: string): string =>
  (t().kinds as Readonly<Record<string, string>>)[kind] ?? kind

const columns = (retry: (id: string) => void): Column<MailView>[] => [
  {
    id: 'to',
    title: t().columns.to,
    cell: (props) => <span class="break-all">{props.address}</span>,
  },
  { id: 'kind', title: t().columns.kind, cell: ({ kind }) => kindText(kind) },
  { id: 'state', title: t().columns.state, cell: (props) => <StateOfMail state={props.state} /> },
  { id: 'attempts', title: t().columns.attempts, isNumber: true, cell: ({ attempts }) => attempts },
  { id: 'fault', title: t().columns.fault, cell: ({ fault }) => fault },
  { id: 'made', title: t().columns.made, cell: (props) => <Age at={props.createdAt} /> },
  {
    id: 'next',
    title: t().columns.next,
    cell: (props) => <Show when={props.nextAttemptAt}>{(at) => <Age at={at()} />}</Show>,
  },
  {
    id: 'actions',
    title: t().columns.actions,
    cell: (mail) => (
      <Show when={canResend(mail)}>
        <Button
          aria-label={t().retryOf(mail.address)}
          title={mail.state === 'unconfirmed' ? t().retryQuestion : undefined}
          onClick={() => retry(mail.id)}
        >
          {t().retry}
        </Button>
      </Show>
    ),
  },
]
