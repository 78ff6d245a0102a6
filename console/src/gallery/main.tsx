import { For, onCleanup } from 'solid-js'
import { render } from 'solid-js/web'
import { refreshAll } from '../api/query.ts'
import { watchPresence } from '../api/presence.ts'
import { setTransport } from '../api/transport.ts'
import { NODE_AREAS } from '../app/areas.ts'
import { Console } from '../app/console.tsx'
import { nodeSession } from '../app/node-session.ts'
import { t as appWords } from '../app/words.ts'
import { createSession } from '../app/session.ts'
import { registryConsole } from '../federation/console.ts'
import { registrySession } from '../federation/session.ts'
import { galleryTransport } from './answers.ts'
import {
  type GalleryView,
  isOfRegistry,
  type PageState,
  PAGE_STATES,
  type PageView,
  statesOf,
} from './view.ts'
import '../styles/main.css'

const NODE_CONSOLE = {
  areas: NODE_AREAS,
  name: () => 'Crosspanel · Lund University',
  destinations: () => import('../palette/node-destinations.ts'),
}

const modules = import.meta.glob<{ views: readonly GalleryView[] }>('../**/*.gallery.tsx', {
  eager: true,
})
const VIEWS = Object.values(modules).flatMap(({ views }) => views)

const root = document.getElementById('app')
if (root === null) throw new Error('the page has no #app')
const LOOK_EVERY_MS = 100
let leave = () => {}

/** Puts one view in the place of another without loading the page anew. Tests call it, and a link of the list does by its address. */
function show(name: string, state: string): void {
  const wanted = VIEWS.find((view) => view.name === name)
  const inState = PAGE_STATES.find((known) => known === state) ?? 'ready'
  leave()
  leave = render(() => {
    if (wanted === undefined) return <Index />
    return 'render' in wanted ? wanted.render() : pageOf(wanted, inState)
  }, root as HTMLElement)
}

function pageOf(view: PageView, state: PageState) {
  // The stream of the view before is not this one's.
  nodeSession.onChange?.(undefined)
  setTransport(galleryTransport(view, state))
  history.replaceState(null, '', view.path)
  const isRegistry = isOfRegistry(view)
  const parts = isRegistry ? registryConsole : NODE_CONSOLE
  const session = createSession(isRegistry ? registrySession : nodeSession)
  if (state === 'stale') growStale()
  return <Console {...parts} session={session} />
}

/** Reads again once everything was read: what is broken off in the middle would never be there. */
function growStale(): void {
  const timer = setInterval(() => {
    const isRead = document.querySelector('h1') && !document.querySelector('[aria-busy=true]')
    if (!isRead) return
    clearInterval(timer)
    void refreshAll()
  }, LOOK_EVERY_MS)
  onCleanup(() => clearInterval(timer))
}

watchPresence(window, Date.now)

const search = new URLSearchParams(location.search)
show(search.get('view') ?? '', search.get('state') ?? '')
Object.assign(globalThis, {
  gallery: {
    show,
    /** Whether what is seen is the page that stands in the place of one that threw. */
    isBroken: () => document.querySelector('h1')?.textContent === appWords().pages.crashed.title,
    views: VIEWS.flatMap((view) => statesOf(view).map((state) => [view.name, state])),
  },
})

/** Every view in every state. */
function Index() {
  return (
    <main class="p-6">
      <h1>Gallery</h1>
      <ul>
        <For each={VIEWS}>
          {(view) => (
            <li class="flex flex-wrap gap-3 py-1">
              <span>{view.name}</span>
              <For each={statesOf(view)}>
                {(each) => (
                  <a
                    class="text-accent underline"
                    href={`/gallery.html?view=${encodeURIComponent(view.name)}&state=${each}`}
                  >
                    {each}
                  </a>
                )}
              </For>
            </li>
          )}
        </For>
      </ul>
    </main>
  )
}
