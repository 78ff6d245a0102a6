import { useNavigate } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, done } from '../api/client.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { FailureBox, ProblemBox } from '../ui/problem-box.tsx'
import { announce } from '../ui/status-region.tsx'
import { PasswordField } from './password-field.tsx'
import { PASSWORD_LEAST, useToken } from './secret.ts'
import { t } from './words.ts'

/** Where the link of a forgotten password leads. */
export default function RecoverPage() {
  const navigate = useNavigate()
  const token = useToken()
  const [password, setPassword] = createSignal('')
  const action = createAction((json: { token: string; password: string }) =>
    done(api['password-reset'].$post({ json })),
  )

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (!(await action.run({ token: token() ?? '', password: password() }))) return
    announce(t().recover.done, { isShown: true })
    navigate('/login', { replace: true })
  }

  return (
    <Page title={t().recover.title} lead={t().recover.lead} isNarrow>
      <Show
        when={token()}
        fallback={<ProblemBox title={t().setUp.noToken} fix={t().setUp.noTokenFix} tone="warn" />}
      >
        <form class="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
          <Show when={action.failure()}>
            {(failure) => <FailureBox failure={failure()} isAlert />}
          </Show>
          <Show when={action.failure()?.code === 'recovery-link-expired'}>
            <LinkButton href="/forgotten">{t().recover.again}</LinkButton>
          </Show>
          <PasswordField
            value={password()}
            onInput={setPassword}
            autocomplete="new-password"
            hint={t().passwordHint(PASSWORD_LEAST)}
            fault={action.faultOf('#/password')}
          />
          <Button type="submit" look="primary" isBusy={action.isBusy()}>
            {t().recover.submit}
          </Button>
        </form>
      </Show>
    </Page>
  )
}
