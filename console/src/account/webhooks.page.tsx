import {
  type CreateWebhook,
  WEBHOOK_KINDS,
  type WebhookView,
  type WebhookWithSecret,
} from '@crosspanel/protocol/webhook'
import { createSignal, For, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { BreakableCode } from '../ui/breakable.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Checkbox, TextField } from '../ui/field.tsx'
import { Link } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { ShownOnce } from '../ui/shown-once.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { View } from '../ui/view.tsx'
import { AccountTabs } from './account-tabs.tsx'
import { WebhookMark } from './webhook-mark.tsx'
import { kindWords } from '../notifications/kind-words.ts'
import { t } from './words.ts'

/** Addresses of one's own that the node calls when something happens. */
export default function WebhooksPage() {
  const webhooks = createQuery(
    () => 'webhooks',
    () => read(api.webhooks.$get()),
  )
  const [made, setMade] = createSignal<WebhookWithSecret>()
  const columns = (): Column<WebhookView>[] => [
    {
      id: 'name',
      title: t().name,
      cell: (webhook) => <Link href={`/account/webhooks/${webhook.id}`}>{webhook.name}</Link>,
    },
    {
      id: 'state',
      title: t().webhooks.state,
      cell: (webhook) => <WebhookMark webhook={webhook} />,
    },
    {
      id: 'url',
      title: t().webhooks.url,
      cell: (props) => <BreakableCode text={props.url} />,
    },
  ]
  return (
    <Page title={t().title}>
      <AccountTabs />
      <p class="mb-3 max-w-prose text-sm text-faint">{t().webhooks.text}</p>
      <Show when={made()}>
        {(webhook) => (
          <ShownOnce
            title={t().webhooks.made(webhook().name)}
            text={t().webhooks.once}
            secret={webhook().secret}
          />
        )}
      </Show>
      <View
        query={webhooks}
        isEmpty={(data) => data.webhooks.length === 0}
        empty={<EmptyState title={t().webhooks.none} />}
      >
        {(data) => <Table caption={t().tabs.webhooks} columns={columns()} rows={data().webhooks} />}
      </View>
      <div class="mt-7">
        <Section title={t().webhooks.make}>
          <MakeWebhook
            onMade={(webhook) => {
              setMade(webhook)
              void webhooks.refresh()
            }}
          />
        </Section>
      </div>
    </Page>
  )
}

type Kind = CreateWebhook['kinds'][number]

function MakeWebhook(props: { onMade: (webhook: WebhookWithSecret) => void }) {
  const [name, setName] = createSignal('')
  const [url, setUrl] = createSignal('')
  const [kinds, setKinds] = createSignal<readonly Kind[]>(['job-completed', 'job-failed'])
  const make = createAction(async (json: CreateWebhook, key) => {
    const header = { 'idempotency-key': key }
    props.onMade(await read(api.webhooks.$post({ json, header })))
  })
  const choose = (kind: Kind, isChosen: boolean) =>
    setKinds((before) =>
      isChosen ? [...before, kind] : before.filter((chosen) => chosen !== kind),
    )

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (!(await make.run({ name: name(), url: url(), kinds: [...kinds()], scope: 'own' }))) return
    setName('')
    setUrl('')
  }

  return (
    <form class="flex max-w-xl flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <Show when={make.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
      <TextField
        label={t().name}
        required
        maxlength={120}
        value={name()}
        onInput={setName}
        fault={make.faultOf('#/name')}
      />
      <TextField
        label={t().webhooks.url}
        hint={t().webhooks.urlHint}
        required
        type="url"
        value={url()}
        onInput={setUrl}
        fault={make.faultOf('#/url')}
      />
      <fieldset class="flex flex-col gap-1">
        <legend class="mb-1 text-sm font-medium">{t().webhooks.kinds}</legend>
        <For each={WEBHOOK_KINDS.options}>
          {(kind) => (
            <Checkbox
              label={kindWords()[kind]}
              isChecked={kinds().includes(kind)}
              onChange={(isChosen) => choose(kind, isChosen)}
            />
          )}
        </For>
      </fieldset>
      <div>
        <Button type="submit" look="primary" isBusy={make.isBusy()} disabled={kinds().length === 0}>
          {t().webhooks.make}
        </Button>
      </div>
    </form>
  )
}
