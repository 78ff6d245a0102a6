import { type Component, createSignal, onCleanup, onMount, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { Destinations } from '../palette/destination.ts'
import { failureTitle } from '../ui/failure-words.ts'
import { Icon } from '../ui/icons.tsx'
import { announce } from '../ui/status-region.tsx'
import { navOf } from './area.ts'
import { useConsole } from './context.ts'
import { t } from './words.ts'

interface Opened {
  readonly palette: Component<{ destinations: Destinations; onClose: () => void }>
  readonly destinations: Destinations
}

/** Opens the palette, which is on no page until somebody wants it. */
export function PaletteButton(props: { role: string }) {
  const parts = useConsole()
  const [opened, setOpened] = createSignal<Opened>()

  async function open(): Promise<void> {
    try {
      const [{ default: palette }, { destinationsFor }] = await Promise.all([
        import('../palette/palette.tsx'),
        parts.destinations(),
      ])
      const menu = navOf(parts.areas, props.role).map(({ href, label }) => ({
        kind: 'page' as const,
        href,
        label: label(),
      }))
      setOpened({ palette, destinations: destinationsFor({ role: props.role, menu }) })
    } catch (error) {
      announce(await failureTitle(error), { isShown: true })
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    const isModified = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
    if (!isModified || event.key.toLowerCase() !== 'k') return
    // Browsers search the web by it.
    event.preventDefault()
    if (opened() === undefined) void open()
    else setOpened(undefined)
  }
  onMount(() => document.addEventListener('keydown', onKeyDown))
  onCleanup(() => document.removeEventListener('keydown', onKeyDown))

  return (
    <>
      <button
        type="button"
        class="inline-flex min-h-9 min-w-9 items-center justify-center rounded-md px-2 hover:bg-sunk"
        aria-label={t().goTo}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        title={t().goTo}
        onClick={() => void open()}
      >
        <Icon name="search" />
      </button>
      <Show when={opened()}>
        {(shown) => (
          <Dynamic
            component={shown().palette}
            destinations={shown().destinations}
            onClose={() => setOpened(undefined)}
          />
        )}
      </Show>
    </>
  )
}
