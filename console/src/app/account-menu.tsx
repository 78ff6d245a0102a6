import { A, useNavigate } from '@solidjs/router'
import { createEffect, createSignal, For, onCleanup, Show } from 'solid-js'
import { Breakable } from '../ui/breakable.tsx'
import { Icon } from '../ui/icons.tsx'
import { failureTitle } from '../ui/failure-words.ts'
import { announce } from '../ui/status-region.tsx'
import { navOf } from './area.ts'
import { useConsole } from './context.ts'
import { t } from './words.ts'

const ITEM =
  'flex min-h-9 w-full items-center gap-2 rounded px-2 text-left text-sm hover:bg-accent-soft lg:w-auto'

/** A disclosure rather than a menu: it is on every page, so its script has to be small. */
export function AccountMenu(props: { name: string; role: string }) {
  const { session, areas } = useConsole()
  const navigate = useNavigate()
  const [isOpen, setOpen] = createSignal(false)
  let box: HTMLDivElement | undefined
  let opener: HTMLButtonElement | undefined

  createEffect(() => {
    if (!isOpen()) return
    const away = (event: Event) => {
      if (!box?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', away)
    document.addEventListener('focusin', away)
    onCleanup(() => {
      document.removeEventListener('pointerdown', away)
      document.removeEventListener('focusin', away)
    })
  })

  const personal = () => navOf(areas, props.role, { isPersonal: true })

  async function logOut(): Promise<void> {
    try {
      await session.logOut()
      navigate('/login')
    } catch (error) {
      announce(await failureTitle(error), { isShown: true })
    }
  }

  return (
    <div
      class="contents"
      ref={(element) => (box = element)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen()) return
        setOpen(false)
        opener?.focus()
      }}
    >
      <button
        type="button"
        ref={(element) => (opener = element)}
        class="inline-flex min-h-9 items-center gap-1 rounded-md px-2 text-sm hover:bg-sunk"
        aria-expanded={isOpen()}
        aria-label={t().accountOf(props.name)}
        onClick={() => setOpen((is) => !is)}
      >
        <Icon name="person" />
        <span class="hidden max-w-32 text-left text-xs leading-tight sm:line-clamp-2">
          <Breakable text={props.name} />
        </span>
        <Icon name="down" />
      </button>
      <Show when={isOpen()}>
        {/* It moves the page down: lying over it, it would cover parts of links. */}
        <div class="order-last mb-2 w-full max-lg:rounded-md max-lg:border max-lg:border-edge max-lg:bg-paper max-lg:p-1 lg:flex lg:items-center lg:justify-end lg:gap-2">
          <p class="px-2 py-1 text-sm text-faint">{session.person()?.email}</p>
          <For each={personal()}>
            {(item) => (
              <A
                href={item.href}
                class={`${ITEM} text-ink no-underline`}
                onClick={() => setOpen(false)}
              >
                <Icon name="person" /> {item.label()}
              </A>
            )}
          </For>
          <button type="button" class={ITEM} onClick={() => void logOut()}>
            <Icon name="lock" /> {t().logOut}
          </button>
        </div>
      </Show>
    </div>
  )
}
