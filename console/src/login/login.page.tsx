import { useNavigate, useSearchParams } from '@solidjs/router'
import { createEffect, createSignal, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, read } from '../api/client.ts'
import { safeNext } from '../app/area.ts'
import { useConsole } from '../app/context.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Link } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { PasswordField } from './password-field.tsx'
import { t } from './words.ts'

export default function LoginPage() {
  const { session } = useConsole()
  const navigate = useNavigate()
  const [search] = useSearchParams<{ next?: string; email?: string }>()
  const [email, setEmail] = createSignal(search.email ?? '')
  const [password, setPassword] = createSignal('')
  const action = createAction((credentials: { email: string; password: string }) =>
    read(api.login.$post({ json: credentials })),
  )

  createEffect(() => {
    if (session.state().kind === 'in') navigate(safeNext(search.next), { replace: true })
  })

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (await action.run({ email: email(), password: password() })) await session.ask()
  }

  return (
    <Page title={t().logIn} isNarrow>
      <form class="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <Show when={action.failure()}>
          {(failure) => <FailureBox failure={failure()} isAlert />}
        </Show>
        <TextField
          label={t().email}
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
          {t().logIn}
        </Button>
      </form>
      <p class="mt-5 text-sm">
        <Link href="/forgotten" class="inline-block min-h-6">
          {t().forgotten}
        </Link>
      </p>
      <p class="mt-2 text-sm text-faint">{t().noAccount}</p>
    </Page>
  )
}
