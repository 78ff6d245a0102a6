import { Show } from 'solid-js'
import type { Query } from '../api/query.ts'
import { ExactTime, now } from '../ui/time.tsx'
import { t } from './words.ts'

/** When what is shown was read, unless that is told where it could not be read again. The registry has no stream: pages ask again every few seconds. */
export function AsOf(props: { query: Pick<Query<object>, 'at' | 'failure'> }) {
  return (
    <Show when={props.query.failure() === undefined && props.query.at()}>
      {(at) => (
        <>
          {t().asOf} <ExactTime at={at()} />, {t().askedAgain}
        </>
      )}
    </Show>
  )
}

/** Seconds since a query was answered: so much older is every age in its answer by now. */
export function sinceReadS(query: Pick<Query<object>, 'at'>): number {
  const at = query.at()
  return at === undefined ? 0 : Math.max(0, (now().getTime() - at.getTime()) / 1000)
}
