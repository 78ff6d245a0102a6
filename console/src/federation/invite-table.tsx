import type { InviteState, InviteView } from '@crosspanel/protocol/registry-api'
import { createSignal, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { done } from '../api/client.ts'
import { Breakable } from '../ui/breakable.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import type { IconName } from '../ui/icons.tsx'
import { StateMark, type Tone } from '../ui/state-mark.tsx'
import { announce } from '../ui/status-region.tsx'
import { Table } from '../ui/table.tsx'
import { Age } from '../ui/time.tsx'
import { registry } from './client.ts'
import { t } from './words.ts'

const LOOKS: Readonly<Record<InviteState, readonly [Tone, IconName]>> = {
  open: ['accent', 'dot'],
  used: ['good', 'check'],
  withdrawn: ['plain', 'cross'],
  expired: ['plain', 'clock'],
}

/** Invites that were made, and what became of them. */
export function InviteTable(props: { invites: readonly InviteView[]; onChange: () => void }) {
  const [asked, setAsked] = createSignal<InviteView>()
  const withdraw = createAction((id: string) =>
    done(registry.invites[':id'].$delete({ param: { id } })),
  )
  return (
    <>
      <Table
        caption={t().requests.invites}
        rows={props.invites}
        columns={[
          { id: 'for', title: t().organisation, cell: (invite) => invite.organisation },
          { id: 'domain', title: t().requests.domainTitle, cell: (invite) => invite.emailDomain },
          {
            id: 'state',
            title: t().requests.state,
            cell: (invite) => (
              <StateMark tone={LOOKS[invite.state][0]} icon={LOOKS[invite.state][1]}>
                {t().requests.inviteStates[invite.state]}
              </StateMark>
            ),
          },
          { id: 'ends', title: t().requests.ends, cell: (invite) => <Age at={invite.expires} /> },
          { id: 'made', title: t().requests.made, cell: (invite) => <Age at={invite.created} /> },
          {
            id: 'by',
            title: t().requests.madeBy,
            cell: (invite) => <Breakable text={invite.createdBy} />,
          },
          {
            id: 'act',
            title: t().requests.actions,
            cell: (invite) => (
              <Show when={invite.state === 'open'}>
                <Button onClick={() => setAsked(invite)}>{t().requests.withdraw}</Button>
              </Show>
            ),
          },
        ]}
      />
      <Show when={asked()}>
        {(invite) => (
          <ConfirmDialog
            title={t().requests.withdrawTitle(invite().organisation)}
            isOpen
            onClose={() => setAsked(undefined)}
            verb={t().requests.withdraw}
            isDangerous
            action={withdraw}
            argument={invite().inviteId}
            onDone={() => {
              announce(t().requests.withdrawn, { isShown: true })
              props.onChange()
            }}
          >
            <p>{t().requests.withdrawText}</p>
          </ConfirmDialog>
        )}
      </Show>
    </>
  )
}
