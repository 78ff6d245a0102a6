import { createSignal, onCleanup } from 'solid-js'

/** Whether the window is narrower than Tailwind's `sm`, for what style sheets cannot say. */
export function createNarrow(): () => boolean {
  const query = matchMedia('(width < 40rem)')
  const [isNarrow, setNarrow] = createSignal(query.matches)
  const look = () => setNarrow(query.matches)
  query.addEventListener('change', look)
  onCleanup(() => query.removeEventListener('change', look))
  return isNarrow
}
