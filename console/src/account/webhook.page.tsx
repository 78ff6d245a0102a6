import type { WebhookView, WebhookWithSecret } from '@crosspanel/protocol/webhook'
import { useNavigate, useParams } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, done, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { BreakableCode } from '../ui/breakable.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { Page, Section } from '../ui/page.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { ShownOnce } from '../ui/shown-once.tsx'
import { announce } from '../ui/status-region.tsx'
import { Facts } from '../ui/table.tsx'
import { ExactTime } from '../ui/time.tsx'
import { View } from '../ui/view.tsx'
import { t } from './words.ts'
import { WebhookLog } from './webhook-log.tsx'
import { WebhookMark } from './webhook-mark.tsx'

/** One webhook: its log, a test, a new secret, on and off. */
export default function WebhookPage() {
  const params = useParams<{ id: string }>()
  const webhook = createQuery(
    () => params.id,
    (id) => read(api.webhooks[':id'].$get({ param: { id } })),
  )
  return (
    <Page
      title={webhook.data()?.name ?? t().webhooks.one}
      crumbs={[{ href: '/account/webhooks', label: t().tabs.webhooks }]}
    >
      <View query={webhook}>
        {(data) => <Webhook webhook={data()} onChange={() => void webhook.refresh()} />}
      </View>
    </Page>
  )
}

function Webhook(props: { webhook: WebhookView; onChange: () => void }) {
  const navigate = useNavigate()
  const param = () => ({ id: props.webhook.id })
  const [secret, setSecret] = createSignal<WebhookWithSecret>()
  const [isRemoving, setRemoving] = createSignal(false)
  /** Each thing asked for may add to the log. */
  const [asked, setAsked] = createSignal(0)
  const change = createAction((act: () => Promise<void>) => act())
  const remove = createAction((id: string) => done(api.webhooks[':id'].$delete({ param: { id } })))
  async function run(act: () => Promise<void>, told: string): Promise<void> {
    if (!(await change.run(act))) return
    announce(told, { isShown: true })
    props.onChange()
    setAsked((times) => times + 1)
  }
  async function turn(isEnabled: boolean): Promise<void> {
    const { name, url } = props.webhook
    // The node answers only with kinds that it takes.
    const kinds = props.webhook.kinds as Parameters<
      (typeof api.webhooks)[':id']['$put']
    >[0]['json']['kinds']
    await done(api.webhooks[':id'].$put({ param: param(), json: { name, url, kinds, isEnabled } }))
  }
  return (
    <>
      <Show when={change.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
      <Show when={secret()}>
        {(made) => (
          <ShownOnce
            title={t().webhooks.newSecret}
            text={t().webhooks.once}
            secret={made().secret}
          />
        )}
      </Show>
      <Section title={t().webhooks.one}>
        <Facts
          facts={[
            [t().webhooks.state, <WebhookMark webhook={props.webhook} />],
            [t().webhooks.url, <BreakableCode text={props.webhook.url} />],
            [t().created, <ExactTime at={props.webhook.createdAt} />],
            [
              t().webhooks.bothUntil,
              props.webhook.previousSecretUntil === null ? undefined : (
                <ExactTime at={props.webhook.previousSecretUntil} />
              ),
            ],
          ]}
        />
        <div class="mt-3 flex flex-wrap gap-2">
          <Button
            isBusy={change.isBusy()}
            onClick={() => void run(() => turn(!props.webhook.isEnabled), t().saved)}
          >
            {props.webhook.isEnabled ? t().webhooks.turnOff : t().webhooks.turnOn}
          </Button>
          <Button
            isBusy={change.isBusy()}
            onClick={() =>
              void run(
                () => done(api.webhooks[':id'].test.$post({ param: param() })),
                t().webhooks.waits,
              )
            }
          >
            {t().webhooks.test}
          </Button>
          <Button
            isBusy={change.isBusy()}
            onClick={() =>
              void run(async () => {
                setSecret(await read(api.webhooks[':id'].secret.$post({ param: param() })))
              }, t().webhooks.newSecret)
            }
          >
            {t().webhooks.rotate}
          </Button>
          <Button look="danger" icon="trash" onClick={() => setRemoving(true)}>
            {t().webhooks.remove}
          </Button>
        </div>
      </Section>
      <Section title={t().webhooks.log}>
        <WebhookLog
          webhookId={props.webhook.id}
          asked={asked()}
          onReplay={(act) => run(act, t().webhooks.waits)}
        />
      </Section>
      <ConfirmDialog
        title={t().webhooks.removeTitle}
        isOpen={isRemoving()}
        onClose={() => setRemoving(false)}
        verb={t().webhooks.remove}
        isDangerous
        action={remove}
        argument={props.webhook.id}
        onDone={() => navigate('/account/webhooks')}
      >
        <p>{t().webhooks.removeText}</p>
      </ConfirmDialog>
    </>
  )
}
