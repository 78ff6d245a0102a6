import { useIsRouting } from '@solidjs/router'
import { createEffect, createSignal, onCleanup, Show } from 'solid-js'
import { announce } from '../ui/status-region.tsx'
import { t } from './words.ts'

const LATE_MS = 1_000

/**
 * The old page stays until the next one's script is there. That takes a moment, or as long as the server hangs: then
 * whoever has clicked is told that the click was heard.
 */
export function OnItsWay() {
  const isRouting = useIsRouting()
  const [isLate, setLate] = createSignal(false)
  createEffect(() => {
    if (!isRouting()) return void setLate(false)
    const timer = setTimeout(() => {
      setLate(true)
      announce(t().onItsWay)
    }, LATE_MS)
    onCleanup(() => clearTimeout(timer))
  })
  return (
    <Show when={isLate()}>
      <p class="mx-auto max-w-7xl px-4 pt-3 text-sm text-faint sm:px-6">{t().onItsWay}</p>
    </Show>
  )
}
