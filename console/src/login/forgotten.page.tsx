import { createSignal, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, done } from '../api/client.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Page } from '../ui/page.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { t } from './words.ts'

export default function ForgottenPage() {
  const [email, setEmail] = createSignal('')
  const [isSent, setSent] = createSignal(false)
  const action = createAction((address: string) =>
    done(api['password-recovery'].$post({ json: { email: address } })),
  )

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (await action.run(email())) setSent(true)
  }

  return (
    <Page
      title={isSent() ? t().forgottenPage.sentTitle : t().forgottenPage.title}
      lead={isSent() ? undefined : t().forgottenPage.lead}
      isNarrow
    >
      <Show
        when={isSent()}
        fallback={
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
            <Button type="submit" look="primary" isBusy={action.isBusy()}>
              {t().forgottenPage.submit}
            </Button>
          </form>
        }
      >
        <p role="status" class="mb-4">
          {t().forgottenPage.sent}
        </p>
        <LinkButton href="/login">{t().forgottenPage.back}</LinkButton>
      </Show>
    </Page>
  )
}
