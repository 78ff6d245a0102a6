import { Show } from 'solid-js'
import { api, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { Age } from '../ui/time.tsx'
import { t } from './words.ts'

/** When this site last heard of the host, whatever about. Says that it is not known rather than nothing. */
export function HostHeard(props: { hostSite: string }) {
  const status = createQuery(
    () => 'status',
    (_, signal) => read(api.status.$get({}, { init: { signal } })),
  )
  const isOwn = () => status.data()?.siteId === props.hostSite
  const heardAt = () =>
    status.data()?.peers.find(({ siteId }) => siteId === props.hostSite)?.heardAt ?? undefined
  return (
    <Show when={!isOwn()} fallback={t().job.ownSite}>
      <Show when={heardAt()} fallback={t().job.heardUnknown}>
        {(at) => <Age at={at()} />}
      </Show>
    </Show>
  )
}
