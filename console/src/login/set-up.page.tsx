import { useNavigate } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, read } from '../api/client.ts'
import { useConsole } from '../app/context.ts'
import { Button } from '../ui/button.tsx'
import { Command } from '../ui/copy-button.tsx'
import { TextField } from '../ui/field.tsx'
import { Page } from '../ui/page.tsx'
import { FailureBox, ProblemBox } from '../ui/problem-box.tsx'
import { PasswordField } from './password-field.tsx'
import { missingOf, PASSWORD_LEAST, useToken } from './secret.ts'
import { t } from './words.ts'

const ANOTHER = 'crosspanel users invite-again ADDRESS'

/** Where the one-time link of an invitation leads, the first administrator's too. */
export default function SetUpPage() {
  const { session } = useConsole()
  const navigate = useNavigate()
  const token = useToken()
  const [name, setName] = createSignal('')
  const [password, setPassword] = createSignal('')
  /** Whose account was made; the link is used up then. */
  let email = ''
  const action = createAction(async (wanted: { token: string; name: string; password: string }) => {
    email = (await read(api['set-up'].$post({ json: wanted }))).email
  })

  /** A login that does not come through now can be made later: the account is there. */
  async function enter(): Promise<string> {
    try {
      await read(api.login.$post({ json: { email, password: password() } }))
      await session.ask()
      return '/'
    } catch {
      return `/login?email=${encodeURIComponent(email)}`
    }
  }

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const wanted = { token: token() ?? '', name: name(), password: password() }
    if (await action.run(wanted)) navigate(await enter(), { replace: true })
  }

  const passwordHint = () => {
    const missing = missingOf(password())
    const hint = t().passwordHint(PASSWORD_LEAST)
    return password() === '' || missing === 0 ? hint : `${hint} ${t().tooShort(missing)}.`
  }

  return (
    <Page title={t().setUp.title} lead={t().setUp.lead} isNarrow>
      <Show
        when={token()}
        fallback={<ProblemBox title={t().setUp.noToken} fix={t().setUp.noTokenFix} tone="warn" />}
      >
        <form class="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
          <Show when={action.failure()}>
            {(failure) => <FailureBox failure={failure()} isAlert />}
          </Show>
          <Show when={action.failure()?.code === 'set-up-link-expired'}>
            <p class="text-sm">{t().setUp.another}</p>
            <Command text={ANOTHER} />
          </Show>
          <TextField
            label={t().name}
            hint={t().nameHint}
            name="name"
            autocomplete="name"
            required
            value={name()}
            onInput={setName}
            fault={action.faultOf('#/name')}
          />
          <PasswordField
            value={password()}
            onInput={setPassword}
            autocomplete="new-password"
            hint={passwordHint()}
            fault={action.faultOf('#/password')}
          />
          <Button type="submit" look="primary" isBusy={action.isBusy()}>
            {t().setUp.submit}
          </Button>
        </form>
      </Show>
    </Page>
  )
}
