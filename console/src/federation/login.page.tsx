import { useNavigate, useSearchParams } from '@solidjs/router'
import { createEffect, createSignal, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { done } from '../api/client.ts'
import { safeNext } from '../app/area.ts'
import { useConsole } from '../app/context.ts'
import { PasswordField } from '../login/password-field.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Page } from '../ui/page.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { registry } from './client.ts'
import { t } from './words.ts'

/** Federation admins log in at the registry itself: no node ever sees their password. */
export default function RegistryLoginPage() {
  const { session } = useConsole()
  const navigate = useNavigate()
  const [search] = useSearchParams<{ next?: string }>()
  const [email, setEmail] = createSignal('')
  const [password, setPassword] = createSignal('')
  const action = createAction((credentials: { email: string; password: string }) =>
    done(registry.login.$post({ json: { ...credentials, kind: 'browser' } })),
  )

  createEffect(() => {
    if (session.state().kind === 'in') navigate(safeNext(search.next), { replace: true })
  })

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (await action.run({ email: email(), password: password() })) await session.ask()
  }

  return (
    <Page title={t().login.title} lead={t().login.lead} isNarrow>
      <form class="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <Show when={action.failure()}>
          {(failure) => <FailureBox failure={failure()} isAlert />}
        </Show>
        <TextField
          label={t().login.email}
          name="email"
          type="email"
          autocomplete="username"
          required
          value={email()}
          onInput={setEmail}
          fault={action.faultOf('#/email')}
        />
        <PasswordField
          value={password()}
          onInput={setPassword}
          autocomplete="current-password"
          fault={action.faultOf('#/password')}
        />
        <Button type="submit" look="primary" isBusy={action.isBusy()}>
          {t().login.submit}
        </Button>
      </form>
    </Page>
  )
}
