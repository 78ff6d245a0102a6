import type { CreatedInvite, CreateInvite } from '@crosspanel/protocol/registry-api'
import { createSignal, onCleanup, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { read } from '../api/client.ts'
import { formatDateTime } from '../i18n/format.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { Command } from '../ui/copy-button.tsx'
import { TextField } from '../ui/field.tsx'
import { PlainLink } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { registry } from './client.ts'
import { t } from './words.ts'

const FILE = 'crosspanel-invite.txt'
const JOIN = `crosspanel up --join file:${FILE}`

/** Makes an invite and shows it: the registry keeps no more than its digest. */
export default function InvitePage() {
  const [made, setMade] = createSignal<CreatedInvite>()
  return (
    <Show when={made()} fallback={<InviteForm onMade={setMade} />}>
      {(invite) => <MadeInvite invite={invite()} onAnother={() => setMade(undefined)} />}
    </Show>
  )
}

const crumbs = () => [{ href: '/requests', label: t().requests.title }]

function InviteForm(props: { onMade: (invite: CreatedInvite) => void }) {
  const [organisation, setOrganisation] = createSignal('')
  const [emailDomain, setEmailDomain] = createSignal('')
  const action = createAction(async (json: CreateInvite) => {
    props.onMade(await read(registry.invites.$post({ json })))
  })

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    void action.run({ organisation: organisation().trim(), emailDomain: emailDomain().trim() })
  }

  return (
    <Page title={t().invite.title} lead={t().invite.lead} crumbs={crumbs()} isNarrow>
      <form class="flex flex-col gap-4" onSubmit={submit}>
        <Show when={action.failure()}>
          {(failure) => <FailureBox failure={failure()} isAlert />}
        </Show>
        <TextField
          label={t().invite.organisation}
          hint={t().invite.organisationHint}
          name="organisation"
          autocomplete="off"
          maxlength={200}
          required
          value={organisation()}
          onInput={setOrganisation}
          fault={action.faultOf('#/organisation')}
        />
        <TextField
          label={t().invite.domain}
          hint={t().invite.domainHint}
          name="emailDomain"
          autocomplete="off"
          spellcheck={false}
          required
          value={emailDomain()}
          onInput={setEmailDomain}
          fault={action.faultOf('#/emailDomain')}
        />
        <Button type="submit" look="primary" isBusy={action.isBusy()}>
          {t().invite.submit}
        </Button>
      </form>
    </Page>
  )
}

function MadeInvite(props: { invite: CreatedInvite; onAnother: () => void }) {
  const url = URL.createObjectURL(new Blob([`${props.invite.invite}\n`], { type: 'text/plain' }))
  onCleanup(() => URL.revokeObjectURL(url))
  return (
    <Page
      title={t().invite.madeTitle(props.invite.organisation)}
      lead={t().invite.madeLead}
      crumbs={crumbs()}
    >
      <div class="flex max-w-2xl flex-col gap-4" role="status">
        <h2>{t().invite.text}</h2>
        <Command text={props.invite.invite} />
        <p class="text-sm">
          <PlainLink href={url} download={FILE} class="inline-block min-h-6">
            {t().invite.download}
          </PlainLink>
          {' · '}
          {t().invite.ends(formatDateTime(props.invite.expires))}
        </p>
        <p class="text-sm">{t().invite.next}</p>
        <Command text={JOIN} />
        <p class="text-sm text-faint">{t().invite.then}</p>
        <div class="flex flex-wrap gap-2">
          <LinkButton href="/requests" look="primary">
            {t().invite.toRequests}
          </LinkButton>
          <Button onClick={() => props.onAnother()}>{t().invite.another}</Button>
        </div>
      </div>
    </Page>
  )
}
