import type { Dashboard } from '@crosspanel/protocol/dashboard'
import { For } from 'solid-js'
import { formatAge } from '../i18n/format.ts'
import { ContactMark } from '../jobs/contact-mark.tsx'
import { t } from './words.ts'

type Peer = Dashboard['federation'][number]

/** The sites of the federation, and how lately each was heard of. */
export function PeerTable(props: { peers: readonly Peer[] }) {
  return (
    <ul class="flex flex-col gap-2 text-sm">
      <For each={props.peers}>
        {(peer) => (
          <li class="flex flex-wrap items-center justify-between gap-x-3">
            <span>{peer.name}</span>
            <ContactMark contact={peer.contact} />
            <span class="w-full text-faint">
              {t().lastHeard}: {heard(peer.ageS)}
            </span>
          </li>
        )}
      </For>
    </ul>
  )
}

/** The answer says how old it is by itself; ours says when it was read. */
function heard(ageS: number | null): string {
  if (ageS === null) return t().never
  const now = new Date()
  return formatAge(new Date(now.getTime() - ageS * 1000), now)
}
