import type { SiteOverview } from '@crosspanel/protocol/site-overview'
import { createSignal, For, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { read } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { TextArea } from '../ui/field.tsx'
import { announce } from '../ui/status-region.tsx'
import { registry } from './client.ts'
import { t } from './words.ts'

type Verb = 'suspend' | 'resume' | 'revoke'

/** What can be done to a member in its status; nothing to a revoked one. */
const VERBS: Readonly<Record<SiteOverview['status'], readonly Verb[]>> = {
  active: ['suspend', 'revoke'],
  suspended: ['resume', 'revoke'],
  revoked: [],
}

export function MemberActions(props: { site: SiteOverview; onDone: () => void }) {
  const [asked, setAsked] = createSignal<Verb>()
  return (
    <>
      <For each={VERBS[props.site.status]}>
        {(verb) => (
          <Button look={verb === 'resume' ? 'primary' : 'danger'} onClick={() => setAsked(verb)}>
            {t().page[verb]}
          </Button>
        )}
      </For>
      {/* Keyed: what is said when it is done is said after the dialog has closed. */}
      <Show when={asked()} keyed>
        {(verb) => (
          <ChangeDialog
            site={props.site}
            verb={verb}
            onClose={() => setAsked(undefined)}
            onDone={props.onDone}
          />
        )}
      </Show>
    </>
  )
}

/** Shutting a site out asks for its id to be typed, and for a reason. */
function ChangeDialog(props: {
  site: SiteOverview
  verb: Verb
  onClose: () => void
  onDone: () => void
}) {
  const [reason, setReason] = createSignal('')
  const name = () => props.site.siteName
  const action = createAction((why: string) => {
    const route = registry.members[':siteId']
    const param = { siteId: props.site.siteId }
    if (props.verb === 'suspend') return read(route.suspend.$post({ param, json: { reason: why } }))
    if (props.verb === 'revoke') return read(route.revoke.$post({ param, json: { reason: why } }))
    return read(route.reinstate.$post({ param, json: why === '' ? {} : { reason: why } }))
  })
  const title = () => t().page[`${props.verb}Title`](name())
  return (
    <ConfirmDialog
      title={title()}
      isOpen
      onClose={props.onClose}
      verb={t().page[props.verb]}
      isDangerous={props.verb !== 'resume'}
      {...(props.verb === 'resume' ? {} : { word: props.site.siteId })}
      action={action}
      argument={reason().trim()}
      onDone={() => {
        announce(t().page.done[props.verb](name()), { isShown: true })
        props.onDone()
      }}
    >
      <p>{t().page[`${props.verb}Text`]}</p>
      <TextArea
        label={t().page.reasonLabel}
        hint={t().page.reasonHint}
        value={reason()}
        onInput={setReason}
        required={props.verb !== 'resume'}
        maxlength={500}
        rows={2}
        fault={action.faultOf('#/reason')}
      />
    </ConfirmDialog>
  )
}
