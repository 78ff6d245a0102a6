import type { MailState, MailView } from '@crosspanel/protocol/notification-admin'
import { createSignal, Show } from 'solid-js'
import { api, done } from '../../api/client.ts'
import { Breakable } from '../../ui/breakable.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { FailureBox } from '../../ui/problem-box.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Age } from '../../ui/time.tsx'
import { createChange } from '../frame/change.ts'
import { canResend, MAIL_MARKS } from './mail-rows.ts'
import { DeliveryFault } from '../../told/delivery-fault.tsx'
import { kindWords } from '../../notifications/kind-words.ts'
import { t } from './words.ts'

/** What became of each mail. One that may have arrived is sent again only after a question. */
export function MailTable(props: { mails: readonly MailView[]; refresh: () => Promise<void> }) {
  const [asked, setAsked] = createSignal<MailView>()
  const retry = createChange(
    (id: string) => done(api.admin.mails[':id'].retry.$post({ param: { id } })),
    { said: () => t().retried, refresh: () => props.refresh() },
  )
  function ask(mail: MailView): void {
    retry.clear()
    if (mail.state === 'unconfirmed') setAsked(mail)
    else void retry.run(mail.id)
  }
  return (
    <>
      <Show when={asked() === undefined && retry.failure()}>
        {(failure) => <FailureBox failure={failure()} isAlert />}
      </Show>
      <Table caption={t().mails} columns={columns(ask)} rows={props.mails} />
      <Show when={asked()}>
        {(mail) => (
          <ConfirmDialog
            title={t().retryOf(mail().address)}
            isOpen
            onClose={() => setAsked(undefined)}
            verb={t().retry}
            action={retry}
            argument={mail().id}
          >
            <p>{t().retryQuestion}</p>
          </ConfirmDialog>
        )}
      </Show>
    </>
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
  (kindWords() as Readonly<Record<string, string>>)[kind] ?? kind

const columns = (retry: (mail: MailView) => void): Column<MailView>[] => [
  {
    id: 'to',
    title: t().columns.to,
    cell: (props) => <Breakable text={props.address} />,
  },
  { id: 'kind', title: t().columns.kind, cell: ({ kind }) => kindText(kind) },
  { id: 'state', title: t().columns.state, cell: (props) => <StateOfMail state={props.state} /> },
  { id: 'attempts', title: t().columns.attempts, isNumber: true, cell: ({ attempts }) => attempts },
  {
    id: 'fault',
    title: t().columns.fault,
    cell: (mail) => (
      <Show when={mail.fault}>{(fault) => <DeliveryFault {...mail} fault={fault()} />}</Show>
    ),
  },
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
        <Button aria-label={t().retryOf(mail.address)} onClick={() => retry(mail)}>
          {t().retry}
        </Button>
      </Show>
    ),
  },
]
