import type { AccountDetail } from '@crosspanel/protocol/account'
import { createSignal, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, done, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { useConsole } from '../app/context.ts'
import { formatBytes, formatNumber } from '../i18n/format.ts'
import { PasswordField } from '../login/password-field.tsx'
import { Breakable } from '../ui/breakable.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { PlainLink } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { announce } from '../ui/status-region.tsx'
import { Facts } from '../ui/table.tsx'
import { ExactTime } from '../ui/time.tsx'
import { View } from '../ui/view.tsx'
import { AccountTabs } from './account-tabs.tsx'
import { t } from './words.ts'

/** Who one is here, what one may use, and one's data to take away or to destroy. */
export default function ProfilePage() {
  const { session } = useConsole()
  const me = createQuery(
    () => 'me',
    () => read(api.me.$get()),
  )
  return (
    <Page title={t().title}>
      <AccountTabs />
      <View query={me}>
        {(account) => (
          <>
            <Section title={t().tabs.profile}>
              <Profile
                account={account()}
                onSaved={() => {
                  void me.refresh()
                  void session.ask()
                }}
              />
            </Section>
            <Section title={t().quotas.title}>
              <Quotas account={account()} />
            </Section>
            <Section title={t().data.title}>
              <OwnData account={account()} />
            </Section>
          </>
        )}
      </View>
    </Page>
  )
}

function Profile(props: { account: AccountDetail; onSaved: () => void }) {
  const [name, setName] = createSignal(props.account.name)
  const [affiliation, setAffiliation] = createSignal(props.account.affiliation ?? '')
  const save = createAction((json: { name: string; affiliation: string | null }) =>
    read(api.me.$patch({ json })),
  )

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const given = affiliation().trim()
    if (!(await save.run({ name: name(), affiliation: given === '' ? null : given }))) return
    announce(t().saved, { isShown: true })
    props.onSaved()
  }

  return (
    <form class="flex max-w-md flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <Facts
        facts={[
          [t().email, <Breakable text={props.account.email} />],
          [t().role, t().roles[props.account.role]],
          [t().since, <ExactTime at={props.account.createdAt} />],
        ]}
      />
      <Show when={save.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
      <TextField
        label={t().name}
        required
        autocomplete="name"
        maxlength={120}
        value={name()}
        onInput={setName}
        fault={save.faultOf('#/name')}
      />
      <TextField
        label={t().affiliation}
        hint={t().affiliationHint}
        autocomplete="organization"
        maxlength={120}
        value={affiliation()}
        onInput={setAffiliation}
        fault={save.faultOf('#/affiliation')}
      />
      <div>
        <Button type="submit" look="primary" isBusy={save.isBusy()}>
          {t().save}
        </Button>
      </div>
    </form>
  )
}

function Quotas(props: { account: AccountDetail }) {
  const of = ({ used, max }: { used: number; max: number }, format: (value: number) => string) =>
    t().quotas.of(format(used), format(max))
  return (
    <Facts
      facts={[
        [t().quotas.jobsLive, of(props.account.quotas.jobsLive, formatNumber)],
        [t().quotas.jobsPerDay, of(props.account.quotas.jobsPerDay, formatNumber)],
        [t().quotas.storage, of(props.account.quotas.storageBytes, formatBytes)],
      ]}
    />
  )
}

function OwnData(props: { account: AccountDetail }) {
  const { session } = useConsole()
  const [isAsking, setAsking] = createSignal(false)
  const [password, setPassword] = createSignal('')
  const remove = createAction((given: string) =>
    done(api.me.deletion.$post({ json: { password: given } })),
  )
  return (
    <div class="flex max-w-prose flex-col items-start gap-3 text-sm">
      <p>{t().data.text}</p>
      <PlainLink href="/api/v1/me/export" download="crosspanel-account.json">
        {t().data.export}
      </PlainLink>
      <Button look="danger" icon="trash" onClick={() => setAsking(true)}>
        {t().data.delete}
      </Button>
      <ConfirmDialog
        title={t().data.deleteTitle}
        isOpen={isAsking()}
        onClose={() => {
          setPassword('')
          setAsking(false)
        }}
        verb={t().data.delete}
        isDangerous
        word={props.account.email}
        action={remove}
        argument={password()}
        onDone={session.leave}
      >
        <p>{t().data.deleteText}</p>
        <PasswordField
          value={password()}
          onInput={setPassword}
          autocomplete="current-password"
          fault={remove.faultOf('#/password')}
        />
      </ConfirmDialog>
    </div>
  )
}
