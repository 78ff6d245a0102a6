import { Dialog } from '@kobalte/core/dialog'
import { useNavigate } from '@solidjs/router'
import { createEffect, createMemo, createSignal, createUniqueId, For, Show } from 'solid-js'
import { formatList } from '../i18n/format.ts'
import { createFocusReturn } from '../ui/focus-return.ts'
import { Icon } from '../ui/icons.tsx'
import type { Destination, Destinations, Kind } from './destination.ts'
import { moved } from './move.ts'
import { rank } from './rank.ts'
import { t } from './words.ts'

/**
 * Goes anywhere by a few letters. A combobox whose list is always open: focus stays in the field, and
 * `aria-activedescendant` tells which of the list Enter would take (ARIA Authoring Practices).
 */
export default function Palette(props: { destinations: Destinations; onClose: () => void }) {
  const id = createUniqueId()
  const navigate = useNavigate()
  const [typed, setTyped] = createSignal('')
  const [active, setActive] = createSignal(0)
  const lists = askAll(() => props.destinations)
  let hasGone = false
  const giveFocusBack = createFocusReturn(() => true)

  const found = createMemo(() => {
    const named = props.destinations.named?.(typed())
    const all = rank(typed(), [...props.destinations.known, ...lists.read()])
    // A job that is listed is known by its name, too.
    return named === undefined || all.some(({ href }) => href === named.href)
      ? all
      : [named, ...all]
  })
  const optionId = (index: number) => `${id}-${index}`
  createEffect(() => {
    document.getElementById(optionId(active()))?.scrollIntoView({ block: 'nearest' })
  })

  function go(destination: Destination | undefined): void {
    if (destination === undefined) return
    hasGone = true
    props.onClose()
    navigate(destination.href)
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return
    const next = moved(event.key, active(), found().length)
    if (next !== undefined) {
      event.preventDefault()
      setActive(next)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      go(found()[active()])
    }
  }

  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : props.onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay class="fixed inset-0 z-40 bg-black/50" />
        <div class="fixed inset-0 z-50 flex justify-center p-4 sm:pt-[12vh]">
          <Dialog.Content
            class="flex max-h-full w-full max-w-xl flex-col self-start overflow-hidden rounded-lg border border-edge bg-paper shadow-xl"
            onCloseAutoFocus={() => {
              // The page that was gone to takes focus to its heading.
              if (!hasGone) giveFocusBack()
            }}
          >
            <Dialog.Title class="sr-only">{t().title}</Dialog.Title>
            <div class="flex items-center gap-2 border-b border-line px-3">
              <Icon name="search" class="text-faint" />
              <input
                type="text"
                role="combobox"
                class="min-h-12 min-w-0 flex-1 bg-transparent px-1 text-base text-ink -outline-offset-2"
                aria-label={t().title}
                aria-expanded={found().length > 0}
                aria-controls={`${id}-list`}
                aria-autocomplete="list"
                aria-activedescendant={found().length > 0 ? optionId(active()) : undefined}
                autocomplete="off"
                autocapitalize="off"
                spellcheck={false}
                placeholder={t().placeholder}
                value={typed()}
                onInput={(event) => {
                  setTyped(event.currentTarget.value)
                  setActive(0)
                }}
                onKeyDown={onKeyDown}
              />
            </div>
            <ul
              id={`${id}-list`}
              role="listbox"
              aria-label={t().found}
              class="h-96 min-h-0 overflow-y-auto p-1"
            >
              <For each={found()}>
                {(destination, index) => (
                  <Option
                    id={optionId(index())}
                    destination={destination}
                    isActive={index() === active()}
                    onPoint={() => setActive(index())}
                    onGo={() => go(destination)}
                  />
                )}
              </For>
            </ul>
            <p role="status" class="border-t border-line px-3 py-2 text-sm text-faint">
              {found().length === 0 ? t().none : t().count(found().length)}
              <Show when={lists.failed().length > 0}>
                {' '}
                <span class="text-warn">
                  {t().unread(formatList(lists.failed().map((kind) => t().lists[kind])))}
                </span>
              </Show>
            </p>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  )
}

function Option(props: {
  id: string
  destination: Destination
  isActive: boolean
  onPoint: () => void
  onGo: () => void
}) {
  return (
    <li
      id={props.id}
      role="option"
      aria-selected={props.isActive}
      class="flex min-h-10 cursor-pointer items-center gap-3 rounded px-2 py-1 text-sm"
      classList={{ 'bg-accent-soft': props.isActive }}
      onPointerMove={() => props.onPoint()}
      onClick={() => props.onGo()}
    >
      <span class="min-w-0 flex-1">
        <span class="block break-words">{props.destination.label}</span>
        <Show when={props.destination.more}>
          <span class="block text-xs break-words text-faint" lang={props.destination.lang}>
            {props.destination.more}
          </span>
        </Show>
      </span>
      <span class="text-xs text-faint">{t().kinds[props.destination.kind]}</span>
    </li>
  )
}

/** Each list comes when it comes; what cannot be read is told, and keeps nobody from going elsewhere. */
function askAll(of: () => Destinations) {
  const [read, setRead] = createSignal<readonly Destination[]>([])
  const [failed, setFailed] = createSignal<readonly Kind[]>([])
  for (const { kind, read: ask } of of().asked) {
    ask().then(
      (list) => setRead((before) => [...before, ...list]),
      () => setFailed((before) => [...before, kind]),
    )
  }
  return { read, failed }
}
