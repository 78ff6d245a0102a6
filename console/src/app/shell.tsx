import { A, useLocation } from '@solidjs/router'
import { createEffect, createSignal, For, type JSX, on, Show } from 'solid-js'
import { LinkButton } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { Link } from '../ui/link.tsx'
import { AccountMenu } from './account-menu.tsx'
import { Announcements } from './announcements.tsx'
import { navOf } from './area.ts'
import { useConsole } from './context.ts'
import { LiveButton } from './live-button.tsx'
import { PaletteButton } from './palette-button.tsx'
import { Preferences } from './preferences.tsx'
import { t } from './words.ts'

const NAV =
  'inline-flex min-h-9 items-center gap-1.5 rounded-md px-2 text-sm font-medium text-ink no-underline hover:bg-sunk lg:px-1.5'

/** Header, menu and footer around every page. Who has not logged in sees the page alone. */
export function Shell(props: { children: JSX.Element }) {
  const { session, name, hasStream } = useConsole()
  return (
    <div class="flex min-h-dvh flex-col">
      <a
        href="#main"
        class="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded focus:bg-accent focus:px-3 focus:py-2 focus:text-on-accent"
        onClick={(event) => {
          // The router would take the fragment for a page of its own.
          event.preventDefault()
          document.getElementById('main')?.focus()
        }}
      >
        {t().skip}
      </a>
      <header class="sticky top-0 z-20 border-b border-line bg-raised">
        <div class="mx-auto flex min-h-14 w-full max-w-7xl flex-wrap items-center gap-x-2 px-4 sm:px-6">
          <A
            href="/"
            class="inline-flex min-h-9 items-center py-1 font-semibold text-ink no-underline lg:shrink-0"
            end
          >
            {name()}
          </A>
          <Show when={session.person()} fallback={<div class="ml-auto" />}>
            {(person) => <MainMenu role={person().role} />}
          </Show>
          <Show when={session.person()}>
            {(person) => (
              <>
                <PaletteButton role={person().role} />
                <Show when={hasStream !== false}>
                  <LiveButton />
                </Show>
                <AccountMenu name={person().name} role={person().role} />
              </>
            )}
          </Show>
        </div>
      </header>
      <Announcements />
      <Show when={session.state().kind === 'ended'}>
        <Ended />
      </Show>
      <main id="main" tabindex="-1" class="w-full flex-1 outline-none">
        {props.children}
      </main>
      <Footer />
    </div>
  )
}

function MainMenu(props: { role: string }) {
  const { areas } = useConsole()
  const location = useLocation()
  const [isOpen, setOpen] = createSignal(false)
  createEffect(
    on(
      () => location.pathname,
      () => setOpen(false),
    ),
  )
  return (
    <>
      <button
        type="button"
        class={`${NAV} ml-auto lg:hidden`}
        aria-expanded={isOpen()}
        aria-controls="main-menu"
        onClick={() => setOpen((is) => !is)}
      >
        <Icon name="menu" />
        <span class="sr-only">{t().openMenu}</span>
      </button>
      <nav
        id="main-menu"
        aria-label={t().mainMenu}
        class="order-last w-full pb-2 lg:order-none lg:block lg:min-w-0 lg:flex-1 lg:py-1"
        classList={{ hidden: !isOpen() }}
      >
        <ul class="flex flex-col gap-x-0.5 lg:flex-row lg:flex-wrap">
          <For each={navOf(areas, props.role, { isPersonal: false })}>
            {(item) => (
              <li>
                <A
                  href={item.href}
                  end={item.href === '/'}
                  class={NAV}
                  activeClass="bg-accent-soft text-accent-strong"
                  inactiveClass=""
                  title={item.isIconWhereWide === true ? item.label() : undefined}
                >
                  <Show when={item.icon}>{(icon) => <Icon name={icon()} />}</Show>
                  <span classList={{ 'lg:sr-only': item.isIconWhereWide === true }}>
                    {item.label()}
                  </span>
                  <Show when={item.badge?.()}>
                    {(badge) => (
                      <span class="rounded-full bg-accent px-1.5 text-xs leading-5 text-on-accent">
                        <span aria-hidden="true">{badge().count}</span>
                        <span class="sr-only">{badge().text}</span>
                      </span>
                    )}
                  </Show>
                </A>
              </li>
            )}
          </For>
        </ul>
      </nav>
    </>
  )
}

/** The login is over; the page stays as it was, for reading and copying. */
function Ended() {
  const location = useLocation()
  const next = () => encodeURIComponent(location.pathname + location.search)
  return (
    <div role="alert" class="border-b border-warn bg-warn-soft text-warn">
      <div class="mx-auto flex max-w-7xl flex-wrap items-center gap-3 px-4 py-2 text-sm sm:px-6">
        <Icon name="lock" />
        <p class="min-w-0 flex-1">
          <strong>{t().idle.title}.</strong> {t().idle.text}
        </p>
        <LinkButton look="primary" href={`/login?next=${next()}`}>
          {t().idle.logIn}
        </LinkButton>
      </div>
    </div>
  )
}

/** The same on every page and in the same order (WCAG 3.2.6). */
function Footer() {
  const { statusLabel } = useConsole()
  return (
    <footer class="border-t border-line text-sm text-faint">
      <div class="mx-auto flex max-w-7xl flex-wrap items-center gap-x-5 gap-y-1 px-4 py-3 sm:px-6">
        <Link href="/status" class="inline-block min-h-6">
          {statusLabel?.() ?? t().status}
        </Link>
        <div class="ml-auto">
          <Preferences />
        </div>
      </div>
    </footer>
  )
}
