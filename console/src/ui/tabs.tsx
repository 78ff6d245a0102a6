import { Tabs as Kobalte } from '@kobalte/core/tabs'
import { A, useLocation } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { NarrowFold } from './narrow-fold.tsx'

const TAB = 'inline-flex min-h-9 items-center border-b-2 px-3 text-sm font-medium'
const CHOSEN = 'border-accent text-ink'
const OTHER = 'border-transparent text-faint hover:text-ink'

export interface TabLink {
  readonly href: string
  readonly label: string
  /** Whether pages beneath it are no pages of this tab. */
  readonly isExact?: boolean
  /** Another page of this tab. */
  readonly also?: string
}

/** So many stand in one or two rows of a narrow window; more are folded there. */
const FEW = 3

function isOf({ href, isExact, also }: TabLink, path: string): boolean {
  if (path === href || path === also) return true
  return isExact !== true && path.startsWith(`${href}/`)
}

/** Tabs that are pages of their own, with addresses. */
export function TabLinks(props: { label: string; tabs: readonly TabLink[] }) {
  const location = useLocation()
  const here = () => props.tabs.find((tab) => isOf(tab, location.pathname))
  const links = () => (
    <div class="flex flex-wrap border-b border-line">
      <For each={props.tabs}>
        {(tab) => (
          <A
            href={tab.href}
            end={tab.isExact === true}
            class={`${TAB} ${tab.href === here()?.href ? CHOSEN : OTHER}`}
          >
            {tab.label}
          </A>
        )}
      </For>
    </div>
  )
  return (
    <nav aria-label={props.label} class="mb-4">
      <Show when={props.tabs.length > FEW} fallback={links()}>
        <NarrowFold label={[props.label, here()?.label].filter(Boolean).join(' · ')}>
          {links()}
        </NarrowFold>
      </Show>
    </nav>
  )
}

/** Tabs within a page. */
export function Tabs(props: {
  label: string
  tabs: readonly {
    readonly id: string
    readonly label: string
    readonly content: () => JSX.Element
  }[]
}) {
  return (
    <Kobalte aria-label={props.label}>
      <Kobalte.List class="mb-3 flex flex-wrap border-b border-line">
        <For each={props.tabs}>
          {(tab) => (
            <Kobalte.Trigger
              value={tab.id}
              class={`${TAB} ${OTHER} data-selected:border-accent data-selected:text-ink`}
            >
              {tab.label}
            </Kobalte.Trigger>
          )}
        </For>
      </Kobalte.List>
      <For each={props.tabs}>
        {(tab) => <Kobalte.Content value={tab.id}>{tab.content()}</Kobalte.Content>}
      </For>
    </Kobalte>
  )
}
