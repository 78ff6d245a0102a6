import { createSignal, For, onCleanup, Show } from 'solid-js'
import { t } from './words.ts'

/** Below this an empty place is calmer than a grey one that flickers. */
const PATIENCE_MS = 150

/** The place of what is being read; says so to screen readers. */
export function Skeleton(props: { rows?: number }) {
  const [isShown, setShown] = createSignal(false)
  const timer = setTimeout(() => setShown(true), PATIENCE_MS)
  onCleanup(() => clearTimeout(timer))
  return (
    <div aria-busy="true" class="min-h-24">
      <span class="sr-only">{t().loading}</span>
      <Show when={isShown()}>
        <div class="flex flex-col gap-3 py-2" aria-hidden="true">
          <For each={Array.from({ length: props.rows ?? 3 })}>
            {() => <div class="h-8 animate-pulse rounded bg-raised" />}
          </For>
        </div>
      </Show>
    </div>
  )
}
