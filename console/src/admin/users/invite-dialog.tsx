import type { InviteAccount, Role } from '@crosspanel/protocol/account'
import { createSignal, Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { RadioGroup, TextField } from '../../ui/field.tsx'
import { FailureBox } from '../../ui/problem-box.tsx'
import { createChange } from '../frame/change.ts'
import { type HandedLink, setUpLinkOf } from './link-dialog.tsx'
import { t } from './words.ts'

export function InviteDialog(props: {
  isOpen: boolean
  onClose: () => void
  onLink: (link: HandedLink) => void
  refresh: () => Promise<void>
}) {
  const [email, setEmail] = createSignal('')
  const [name, setName] = createSignal('')
  const [role, setRole] = createSignal<Role>('researcher')
  const invite = createChange(
    async (json: InviteAccount, key) => {
      const header = { 'idempotency-key': key }
      const { setUpToken, expiresAt } = await read(api.accounts.$post({ json, header }))
      props.onLink({ link: setUpLinkOf(setUpToken), expiresAt, kind: 'setUp' })
    },
    { said: ({ email: to }) => t().invited(to), refresh: () => props.refresh() },
  )
  function close(): void {
    setEmail('')
    setName('')
    setRole('researcher')
    invite.clear()
    props.onClose()
  }
  async function run(event: Event): Promise<void> {
    event.preventDefault()
    if (await invite.run({ email: email(), name: name(), role: role() })) close()
  }
  return (
    <Dialog title={t().inviteTitle} isOpen={props.isOpen} onClose={close}>
      <p>{t().inviteText}</p>
      <form class="flex flex-col gap-3" onSubmit={(event) => void run(event)}>
        <TextField
          label={t().email}
          type="email"
          required
          autocomplete="off"
          value={email()}
          onInput={setEmail}
          fault={invite.faultOf('#/email')}
        />
        <TextField
          label={t().name}
          required
          maxlength={120}
          autocomplete="off"
          value={name()}
          onInput={setName}
          fault={invite.faultOf('#/name')}
        />
        <RadioGroup
          label={t().role}
          value={role()}
          choices={[
            { value: 'researcher', label: t().roles.researcher },
            { value: 'site-admin', label: t().roles['site-admin'] },
          ]}
          onChange={setRole}
        />
        <Show when={invite.failure()}>
          {(failure) => <FailureBox failure={failure()} isAlert />}
        </Show>
        <div class="flex justify-end">
          <Button type="submit" look="primary" isBusy={invite.isBusy()}>
            {t().invite}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
