import { createSignal, Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { FailureBox } from '../../ui/problem-box.tsx'
import { createChange } from '../frame/change.ts'
import { t } from './words.ts'

/** Sends a mail at once; what the mail server says is the answer. */
export function TestMail(props: { refresh: () => Promise<void> }) {
  const [to, setTo] = createSignal('')
  const test = createChange(
    (address: string) =>
      read(api.admin.mail.test.$post({ json: address === '' ? {} : { to: address } })),
    { said: () => t().tested, refresh: () => props.refresh() },
  )
  return (
    <form
      class="mt-3 flex flex-col items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        void test.run(to().trim())
      }}
    >
      <div class="flex flex-wrap items-end gap-3">
        <TextField
          class="w-72"
          label={t().testTo}
          hint={t().testHint}
          type="email"
          value={to()}
          onInput={setTo}
          fault={test.faultOf('#/to')}
        />
        <Button type="submit" isBusy={test.isBusy()}>
          {t().test}
        </Button>
      </div>
      <Show when={test.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
    </form>
  )
}
