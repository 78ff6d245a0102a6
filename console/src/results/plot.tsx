import { createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { nearestStop, nextStop, type Stop } from './cursor.ts'
import { t } from './words.ts'

const MIN_WIDTH = 220
/** Half of a short label. */
const EDGE = 12

/** A finger points at nothing before it touches. */
const hint = () => (matchMedia('(hover: none)').matches ? t().figure.hintTouch : t().figure.hint)

/**
 * A drawing that is as wide as its place. Its values are gone through with arrow keys, pointer or finger; what
 * the cursor is at stands below it, and is what a screen reader says.
 */
export function Plot(props: {
  title: string
  /** Pixels, for a width. */
  height: number | ((width: number) => number)
  stops: (width: number) => readonly Stop[]
  children: (width: () => number) => JSX.Element
}) {
  const [width, setWidth] = createSignal(0)
  const [at, setAt] = createSignal<number>()
  let place: HTMLDivElement | undefined
  onMount(() => {
    const watch = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.max(MIN_WIDTH, Math.floor(entry.contentRect.width)))
    })
    if (place !== undefined) watch.observe(place)
    onCleanup(() => watch.disconnect())
  })
  const height = () => (typeof props.height === 'number' ? props.height : props.height(width()))
  const stops = () => (width() === 0 ? [] : props.stops(width()))
  const stop = () => stops()[at() ?? -1]

  function point(event: PointerEvent & { currentTarget: HTMLElement }): void {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    setAt(nearestStop(stops(), event.clientX - left, event.clientY - top))
  }
  function press(event: KeyboardEvent): void {
    const next = nextStop(event.key, at(), stops().length)
    if (next === undefined) return
    event.preventDefault()
    setAt(next)
  }

  return (
    <div class="flex min-w-0 flex-col gap-1">
      <div
        ref={(element) => (place = element)}
        role="slider"
        tabindex="0"
        aria-label={t().figure.cursor(props.title)}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, stops().length - 1)}
        aria-valuenow={at() ?? 0}
        aria-valuetext={stop()?.text ?? hint()}
        class="min-w-0 touch-pan-y overflow-hidden"
        onPointerMove={point}
        onPointerDown={point}
        onKeyDown={press}
      >
        <Show when={width() > 0}>
          <svg width={width()} height={height()} aria-hidden="true" class="block font-sans">
            {props.children(width)}
            <Show when={stop()}>
              {(one) => (
                <g data-cursor>
                  <line
                    x1={one().x}
                    x2={one().x}
                    y1={one().y === undefined ? 0 : (one().y ?? 0) - 9}
                    y2={one().y === undefined ? height() : (one().y ?? 0) + 9}
                    class="stroke-ink"
                    stroke-dasharray="2 2"
                  />
                  <Show when={one().y !== undefined}>
                    <circle cx={one().x} cy={one().y} r="6" class="fill-none stroke-ink stroke-2" />
                  </Show>
                </g>
              )}
            </Show>
          </svg>
        </Show>
      </div>
      <p class="min-h-10 text-sm tabular-nums text-faint" aria-hidden="true">
        {stop()?.text ?? hint()}
      </p>
    </div>
  )
}

export interface Tick {
  readonly at: number
  readonly label: string
}

/** Marks and words below; lines up through the drawing. */
export function AxisBottom(props: {
  ticks: readonly Tick[]
  y: number
  from: number
  to: number
  title: string
}) {
  return (
    <g>
      <line x1={props.from} x2={props.to} y1={props.y} y2={props.y} class="stroke-edge" />
      <For each={props.ticks}>
        {(tick) => (
          <>
            <line x1={tick.at} x2={tick.at} y1={props.y} y2={props.y + 4} class="stroke-edge" />
            <text
              x={tick.at}
              y={props.y + 16}
              // The first of a drawing without words on its left would be cut off.
              text-anchor={tick.at < EDGE ? 'start' : 'middle'}
              class="fill-faint text-xs"
            >
              {tick.label}
            </text>
          </>
        )}
      </For>
      <text
        x={(props.from + props.to) / 2}
        y={props.y + 33}
        text-anchor="middle"
        class="fill-faint text-xs"
      >
        {props.title}
      </text>
    </g>
  )
}

/** Words on the left; lines across the drawing. The title stands above it, where it is read without turning one's head. */
export function AxisLeft(props: {
  ticks: readonly Tick[]
  from: number
  to: number
  title: string
  titleY: number
}) {
  return (
    <g>
      <For each={props.ticks}>
        {(tick) => (
          <>
            <line x1={props.from} x2={props.to} y1={tick.at} y2={tick.at} class="stroke-line" />
            <text x={props.from - 6} y={tick.at + 4} text-anchor="end" class="fill-faint text-xs">
              {tick.label}
            </text>
          </>
        )}
      </For>
      <text x={0} y={props.titleY} class="fill-faint text-xs">
        {props.title}
      </text>
    </g>
  )
}

/** What a mark stands for: drawn, then named. */
export function Legend(props: {
  /** What all the marks tell, where their names do not say it. */
  title?: string
  items: readonly { label: string; mark: () => JSX.Element }[]
}) {
  return (
    <div data-legend class="flex flex-col gap-1 text-sm">
      <Show when={props.title}>
        <p data-legend-item class="text-faint">
          {props.title}
        </p>
      </Show>
      <ul class="flex flex-wrap gap-x-4 gap-y-1">
        <For each={props.items}>
          {(item) => (
            <li data-legend-item class="flex items-center gap-1.5">
              <svg width="24" height="14" aria-hidden="true">
                {item.mark()}
              </svg>
              {item.label}
            </li>
          )}
        </For>
      </ul>
    </div>
  )
}
