import type { Dashboard } from '@crosspanel/protocol/dashboard'
import { For, Show } from 'solid-js'
import { withColon } from '../i18n/format.ts'
import { ContactMark } from '../jobs/contact-mark.tsx'
import { Age, timeOf } from '../ui/time.tsx'
import { t } from './words.ts'

type Peer = Dashboard['federation'][number]

/** The sites of the federation, and how lately each was heard of. */
export function PeerTable(props: { peers: readonly Peer[]; readAt: Date | undefined }) {
  return (
    <ul class="flex flex-col gap-2 text-sm">
      <For each={props.peers}>
        {(peer) => (
          <li class="flex flex-wrap items-center justify-between gap-x-3">
            <span>{peer.name}</span>
            <ContactMark contact={peer.contact} />
            <span class="w-full text-faint">
              {withColon(t().lastHeard)}{' '}
              <Show when={peer.ageS !== null} fallback={t().never}>
                <Age at={timeOf(peer.ageS ?? 0, props.readAt)} />
              </Show>
            </span>
          </li>
        )}
      </For>
    </ul>
  )
}
