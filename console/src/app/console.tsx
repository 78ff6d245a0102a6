import { Navigate, Route, Router, useLocation } from '@solidjs/router'
import {
  createEffect,
  ErrorBoundary,
  For,
  type JSX,
  Match,
  on,
  onCleanup,
  Suspense,
  Switch,
} from 'solid-js'
import { whenLoggedOut } from '../api/client.ts'
import { language } from '../i18n/language.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { StatusRegion } from '../ui/status-region.tsx'
import { type Area, type AreaRoute, mayEnter } from './area.ts'
import { ConsoleContext, type ConsoleParts, useConsole } from './context.ts'
import {
  CrashedPage,
  ForbiddenPage,
  NotFoundPage,
  OfflinePage,
  UnfetchedPage,
} from './error.page.tsx'
import { OnItsWay } from './on-its-way.tsx'
import { Shell } from './shell.tsx'
import { theme } from './theme.ts'
import { isUnfetched } from './unfetched.ts'

const ASK_AGAIN_MS = 5_000

/** A whole console: its areas behind one login. The node and the registry each have one. */
export function Console(props: ConsoleParts) {
  createEffect(() => (document.documentElement.lang = language()))
  createEffect(() => {
    const chosen = theme()
    if (chosen === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = chosen
  })
  whenLoggedOut(() => props.session.doubt())
  void props.session.ask()
  const timer = setInterval(() => {
    if (props.session.state().kind === 'unreachable') void props.session.ask()
  }, ASK_AGAIN_MS)
  onCleanup(() => clearInterval(timer))

  return (
    <ConsoleContext.Provider value={props}>
      <Router root={Frame}>
        <For each={props.areas}>
          {(area) => (
            <For each={area.routes}>
              {(route) => (
                <Route path={route.path} component={() => <Gate area={area} route={route} />} />
              )}
            </For>
          )}
        </For>
        <Route path="*" component={NotFoundPage} />
      </Router>
      <StatusRegion />
    </ConsoleContext.Provider>
  )
}

function Frame(props: { children?: JSX.Element }) {
  const location = useLocation()
  return (
    <Shell>
      <OnItsWay />
      <ErrorBoundary
        fallback={(error: unknown, reset) => {
          // The next page has done nothing wrong.
          createEffect(on(() => location.pathname, reset, { defer: true }))
          if (isUnfetched(error)) return <UnfetchedPage />
          return <CrashedPage error={error} at={location.pathname} />
        }}
      >
        <Suspense fallback={<Padded />}>{props.children}</Suspense>
      </ErrorBoundary>
    </Shell>
  )
}

function Padded() {
  return (
    <div class="mx-auto max-w-7xl px-6 py-5">
      <Skeleton />
    </div>
  )
}

/** Lets in who may see the page, and says to everybody else why not. */
function Gate(props: { area: Area; route: AreaRoute }) {
  const { session } = useConsole()
  const location = useLocation()
  const here = () => encodeURIComponent(location.pathname + location.search)
  const role = () => session.person()?.role
  return (
    <Switch fallback={<Padded />}>
      <Match when={props.route.isOpen}>
        <props.route.page />
      </Match>
      <Match when={session.state().kind === 'out'}>
        <Navigate href={`/login?next=${here()}`} />
      </Match>
      <Match when={session.state().kind === 'unreachable'}>
        <OfflinePage />
      </Match>
      <Match when={role() !== undefined && !mayEnter(props.area, role() ?? '')}>
        <ForbiddenPage />
      </Match>
      <Match when={role() !== undefined}>
        <props.route.page />
      </Match>
    </Switch>
  )
}
