import { Tabs as Kobalte } from '@kobalte/core/tabs'
import { A } from '@solidjs/router'
import { For, type JSX } from 'solid-js'

const TAB = 'inline-flex min-h-9 items-center border-b-2 px-3 text-sm font-medium'
const CHOSEN = 'border-accent text-ink'
const OTHER = 'border-transparent text-faint hover:text-ink'

export interface TabLink {
  readonly href: string
  readonly label: string
  /** Whether pages beneath it are no pages of this tab. */
  readonly isExact?: boolean
}

/** Tabs that are pages of their own, with addresses. */
export function TabLinks(props: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav aria-label={props.label} class="mb-4 flex flex-wrap border-b border-line">
      <For each={props.tabs}>
        {(tab) => (
          <A
            href={tab.href}
            end={tab.isExact === true}
            class={TAB}
            activeClass={CHOSEN}
            inactiveClass={OTHER}
          >
            {tab.label}
          </A>
        )}
      </For>
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
