import { useLocation } from '@solidjs/router'
import { createEffect, For, type JSX, onMount, Show } from 'solid-js'
import { Link } from './link.tsx'
import { SharedFailures } from './shared-failures.tsx'
import { t } from './words.ts'

export interface Crumb {
  readonly href: string
  readonly label: string
}

let isFirstPage = true

/**
 * The frame of every page: its title (in the tab too), the way to it, and its main action. After a change of page
 * focus goes to the heading, so that a screen reader says where one is.
 */
export function Page(props: {
  title: string
  crumbs?: readonly Crumb[]
  /** One line below the title: state, site, age. */
  lead?: JSX.Element
  actions?: JSX.Element
  isNarrow?: boolean
  children: JSX.Element
}) {
  const location = useLocation()
  let heading: HTMLHeadingElement | undefined
  createEffect(() => (document.title = `${props.title} · Crosspanel`))
  onMount(() => {
    if (!isFirstPage && location.hash === '') heading?.focus({ preventScroll: true })
    isFirstPage = false
  })
  return (
    <div
      class={`mx-auto w-full px-4 py-5 sm:px-6 ${props.isNarrow === true ? 'max-w-md' : 'max-w-7xl'}`}
    >
      <Show when={(props.crumbs ?? []).length > 0}>
        <nav aria-label={t().breadcrumbs} class="mb-1 text-sm">
          <ol class="flex flex-wrap gap-1">
            <For each={props.crumbs}>
              {(crumb) => (
                <li>
                  <Link href={crumb.href} class="inline-block min-h-6">
                    {crumb.label}
                  </Link>
                  <span class="text-faint" aria-hidden="true">
                    {' / '}
                  </span>
                </li>
              )}
            </For>
          </ol>
        </nav>
      </Show>
      <div class="mb-4 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div class="min-w-0">
          <h1 ref={(element) => (heading = element)} tabindex="-1">
            {props.title}
          </h1>
          <Show when={props.lead}>
            <div class="mt-1 text-sm text-faint">{props.lead}</div>
          </Show>
        </div>
        <div class="flex flex-wrap gap-2">{props.actions}</div>
      </div>
      <SharedFailures>{props.children}</SharedFailures>
    </div>
  )
}

/** A part of a page with a heading of its own. */
export function Section(props: { title: string; aside?: JSX.Element; children: JSX.Element }) {
  return (
    <section class="mb-7">
      <div class="mb-2 flex flex-wrap items-baseline justify-between gap-2">
        <h2>{props.title}</h2>
        <div class="text-sm">{props.aside}</div>
      </div>
      {props.children}
    </section>
  )
}
