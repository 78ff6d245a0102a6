import { useNavigate } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { done } from '../api/client.ts'
import { useConsole } from '../app/context.ts'
import { PasswordField } from '../login/password-field.tsx'
import { useToken } from '../login/secret.ts'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { FailureBox, ProblemBox } from '../ui/problem-box.tsx'
import { registry } from './client.ts'
import { t } from './words.ts'

/** Where the one-time link of a federation admin leads. */
export default function RegistrySetUpPage() {
  const { session } = useConsole()
  const navigate = useNavigate()
  const token = useToken()
  const [password, setPassword] = createSignal('')
  const action = createAction(async (wanted: { token: string; password: string }) => {
    await done(registry['set-up'].$post({ json: { ...wanted, kind: 'browser' } }))
    await session.ask()
  })

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const wanted = { token: token() ?? '', password: password() }
    if (await action.run(wanted)) navigate('/federation', { replace: true })
  }

  return (
    <Page title={t().login.setUpTitle} lead={t().login.setUpLead} isNarrow>
      <Show
        when={token()}
        fallback={<ProblemBox title={t().login.noToken} fix={t().login.noTokenFix} tone="warn" />}
      >
        <form class="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
          <Show when={action.failure()}>
            {(failure) => <FailureBox failure={failure()} isAlert />}
          </Show>
          <PasswordField
            value={password()}
            onInput={setPassword}
            autocomplete="new-password"
            hint={t().login.passwordHint}
            fault={action.faultOf('#/password')}
          />
          <Button type="submit" look="primary" isBusy={action.isBusy()}>
            {t().login.setUpSubmit}
          </Button>
        </form>
      </Show>
    </Page>
  )
}
