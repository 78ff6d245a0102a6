import type { SiteDay } from '@crosspanel/protocol/site-overview'
import { createSignal, createUniqueId, For, Show } from 'solid-js'
import { formatDate, formatPercent } from '../i18n/format.ts'
import { type DayLook, dayLook, stripSums } from './strip.ts'
import { t } from './words.ts'

/** Height says what colour says: no cell is told by colour alone (WCAG 1.4.1). */
const LOOKS: Readonly<Record<DayLook, string>> = {
  good: 'h-6 bg-good',
  partly: 'h-4 bg-warn',
  bad: 'h-2 bg-bad',
  unknown: 'h-6 border border-edge',
}

/** The last days of a site, one bar each. Arrow keys go from day to day, and the words of the day stand below. */
export function DayStrip(props: { name: string; days: readonly SiteDay[] }) {
  const id = createUniqueId()
  const [at, setAt] = createSignal<number>()
  const last = () => props.days.length - 1
  const chosen = () => props.days[at() ?? -1]
  const sums = () => stripSums(props.days)

  function move(event: KeyboardEvent): void {
    const from = at() ?? last() + 1
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last() }[event.key]
    if (to === undefined) return
    event.preventDefault()
    setAt(Math.min(last(), Math.max(0, to)))
  }

  const summary = () => {
    const { days, readyShare } = sums()
    return readyShare === undefined
      ? t().status.stripUnknown
      : t().status.stripOf(days, formatPercent(readyShare))
  }

  return (
    <figure>
      <div
        class="flex h-7 items-end gap-px overflow-hidden"
        role="slider"
        tabindex="0"
        aria-label={`${props.name}: ${t().status.strip}`}
        aria-valuemin={1}
        aria-valuemax={props.days.length}
        aria-valuenow={(at() ?? last()) + 1}
        aria-valuetext={wordsOf(chosen() ?? props.days[last()])}
        aria-describedby={id}
        onKeyDown={move}
        onBlur={() => setAt(undefined)}
      >
        <For each={props.days}>
          {(day, index) => (
            <div
              class={`min-w-px max-w-3 flex-1 rounded-sm ${LOOKS[dayLook(day)]}`}
              classList={{ 'outline-2 outline-accent': index() === at() }}
              title={wordsOf(day)}
            />
          )}
        </For>
      </div>
      <figcaption id={id} class="mt-1 text-sm text-faint">
        <Show when={chosen()} fallback={summary()}>
          {(day) => wordsOf(day())}
        </Show>
      </figcaption>
    </figure>
  )
}

function wordsOf(day: SiteDay | undefined): string {
  if (day === undefined) return ''
  const { heardShare, notReadyShare } = day
  const what =
    heardShare === null
      ? t().status.dayUnknown
      : t().status.dayHeard(formatPercent(heardShare), formatPercent(notReadyShare ?? 0))
  return t().status.dayOf(
    formatDate(`${day.day}T12:00:00Z`),
    `${t().status.looks[dayLook(day)]} (${what})`,
  )
}
