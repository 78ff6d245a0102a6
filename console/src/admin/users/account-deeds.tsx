import type { AccountChanges, AccountDetail } from '@crosspanel/protocol/account'
import { useNavigate } from '@solidjs/router'
import { createSignal, For, Show } from 'solid-js'
import { api, done, read } from '../../api/client.ts'
import { usePerson } from '../../app/context.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { createChange } from '../frame/change.ts'
import { type Deed, deedsFor } from './deeds.ts'
import { type HandedLink, LinkDialog, setUpLinkOf } from './link-dialog.tsx'
import { t } from './words.ts'

const DANGEROUS: readonly Deed[] = ['disable', 'revoke', 'remove', 'endSessions']

/** Everything that can be done with the account, each after a question. */
export function AccountDeeds(props: { account: AccountDetail; refresh: () => Promise<void> }) {
  const person = usePerson()
  const navigate = useNavigate()
  const [asked, setAsked] = createSignal<Deed>()
  const [link, setLink] = createSignal<HandedLink>()
  const act = createChange(
    async (deed: Deed) => {
      const handed = await perform(deed, props.account.id)
      if (handed !== undefined) setLink(handed)
      if (deed === 'revoke') navigate('/admin/users')
    },
    {
      said: (deed) => saidOf(deed),
      refresh: () => (asked() === 'revoke' ? Promise.resolve() : props.refresh()),
    },
  )
  return (
    <>
      <div class="flex flex-wrap gap-2">
        <For each={deedsFor(props.account, props.account.id === person().id)}>
          {(deed) => (
            <Button
              look={DANGEROUS.includes(deed) ? 'danger' : 'plain'}
              onClick={() => setAsked(deed)}
            >
              {t()[deed]}
            </Button>
          )}
        </For>
      </div>
      <Show when={asked()}>
        {(deed) => (
          <ConfirmDialog
            title={t()[deed()]}
            isOpen
            onClose={() => setAsked(undefined)}
            verb={t()[deed()]}
            isDangerous={DANGEROUS.includes(deed())}
            {...(deed() === 'remove' ? { word: props.account.email } : {})}
            action={act}
            argument={deed()}
          >
            <p>{questionOf(deed())}</p>
          </ConfirmDialog>
        )}
      </Show>
      <LinkDialog link={link()} onClose={() => setLink(undefined)} />
    </>
  )
}

async function perform(deed: Deed, id: string): Promise<HandedLink | undefined> {
  const param = { id }
  const account = api.accounts[':id']
  const change = (json: AccountChanges) => done(account.$patch({ param, json }))
  switch (deed) {
    case 'makeAdmin':
      await change({ role: 'site-admin' })
      return undefined
    case 'makeResearcher':
      await change({ role: 'researcher' })
      return undefined
    case 'disable':
      await change({ isDisabled: true })
      return undefined
    case 'enable':
      await change({ isDisabled: false })
      return undefined
    case 'endSessions':
      await done(account.sessions.$delete({ param }))
      return undefined
    case 'revoke':
      await done(account.invitation.$delete({ param }))
      return undefined
    case 'remove':
      await done(account.$delete({ param }))
      return undefined
    case 'again': {
      const { setUpToken, expiresAt } = await read(account.invitation.$post({ param }))
      return { link: setUpLinkOf(setUpToken), expiresAt, kind: 'setUp' }
    }
    case 'recovery':
      return { ...(await read(account['recovery-link'].$post({ param }))), kind: 'recovery' }
  }
}

function questionOf(deed: Deed): string {
  const words: Readonly<Record<Deed, string>> = {
    makeAdmin: t().roleText,
    makeResearcher: t().roleText,
    disable: t().disableText,
    enable: t().enableText,
    recovery: t().recoveryAsk,
    again: t().againAsk,
    revoke: t().revokeText,
    endSessions: t().endText,
    remove: t().removeText,
  }
  return words[deed]
}

function saidOf(deed: Deed): string {
  const words: Readonly<Record<Deed, string>> = {
    makeAdmin: t().roleChanged,
    makeResearcher: t().roleChanged,
    disable: t().disabled,
    enable: t().enabled,
    recovery: t().linkMade,
    again: t().linkMade,
    revoke: t().revoked,
    endSessions: t().sessionsEnded,
    remove: t().removed,
  }
  return words[deed]
}
