import { createSignal, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, done } from '../api/client.ts'
import { PASSWORD_MIN_LENGTH } from '@crosspanel/protocol/account'
import { PasswordField } from '../login/password-field.tsx'
import { Button } from '../ui/button.tsx'
import { Link } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { announce } from '../ui/status-region.tsx'
import { AccountTabs } from './account-tabs.tsx'
import { Sessions } from './sessions.tsx'
import { Tokens } from './tokens.tsx'
import { t } from './words.ts'

/** By what one gets in: password, sessions, API tokens. */
export default function AccessPage() {
  return (
    <Page title={t().title}>
      <AccountTabs />
      <Section title={t().password.title}>
        <ChangePassword />
      </Section>
      <Section
        title={t().sessions.title}
        aside={
          <Link href="/device" class="inline-block min-h-6">
            {t().sessions.device}
          </Link>
        }
      >
        <Sessions />
      </Section>
      <Section title={t().tokens.title}>
        <Tokens />
      </Section>
    </Page>
  )
}

function ChangePassword() {
  const [current, setCurrent] = createSignal('')
  const [next, setNext] = createSignal('')
  const change = createAction((json: { currentPassword: string; newPassword: string }) =>
    done(api.me.password.$put({ json })),
  )

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (!(await change.run({ currentPassword: current(), newPassword: next() }))) return
    setCurrent('')
    setNext('')
    announce(t().password.changed, { isShown: true })
  }

  return (
    <form class="flex max-w-md flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <p class="text-sm text-faint">{t().password.text}</p>
      <Show when={change.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
      <PasswordField
        label={t().password.current}
        value={current()}
        onInput={setCurrent}
        autocomplete="current-password"
        fault={change.faultOf('#/currentPassword')}
      />
      <PasswordField
        label={t().password.next}
        hint={t().password.hint(PASSWORD_MIN_LENGTH)}
        value={next()}
        onInput={setNext}
        autocomplete="new-password"
        fault={change.faultOf('#/newPassword')}
      />
      <div>
        <Button type="submit" look="primary" isBusy={change.isBusy()}>
          {t().password.change}
        </Button>
      </div>
    </form>
  )
}
