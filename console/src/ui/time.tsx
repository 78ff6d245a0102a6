import { createSignal } from 'solid-js'
import { formatAge, formatDateTime } from '../i18n/format.ts'

const TICK_MS = 5_000
const [now, setNow] = createSignal(new Date())
setInterval(() => setNow(new Date()), TICK_MS)

/** The present moment, renewed every few seconds for the whole page. */
export { now }

/** How long ago, with the exact time on hover and for copying. */
export function Age(props: { at: string | Date }) {
  return (
    <time
      class="whitespace-nowrap"
      datetime={new Date(props.at).toISOString()}
      title={formatDateTime(props.at)}
    >
      {formatAge(props.at, now())}
    </time>
  )
}

export function ExactTime(props: { at: string | Date }) {
  return (
    <time
      class="tabular-nums"
      datetime={new Date(props.at).toISOString()}
      title={formatAge(props.at, now())}
    >
      {formatDateTime(props.at)}
    </time>
  )
}

/** When something was that the server says is so many seconds old. `readAt` is when the server said so. */
export function timeOf(ageS: number, readAt: Date | undefined): Date {
  return new Date((readAt ?? new Date()).getTime() - ageS * 1000)
}
