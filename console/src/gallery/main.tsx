import { For } from 'solid-js'
import { render } from 'solid-js/web'
import { refreshAll } from '../api/query.ts'
import { setTransport } from '../api/transport.ts'
import { NODE_AREAS } from '../app/areas.ts'
import { Console } from '../app/console.tsx'
import { nodeSession } from '../app/node-session.ts'
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
const search = new URLSearchParams(location.search)
const wanted = VIEWS.find(({ name }) => name === search.get('view'))
const state = PAGE_STATES.find((known) => known === search.get('state')) ?? 'ready'

if (wanted === undefined) render(() => <Index />, root)
else if ('render' in wanted) render(wanted.render, root)
else showPage(root, wanted, state)

function showPage(at: HTMLElement, view: PageView, inState: PageState): void {
  setTransport(galleryTransport(view, inState))
  history.replaceState(null, '', view.path)
  const isRegistry = isOfRegistry(view)
  const parts = isRegistry ? registryConsole : NODE_CONSOLE
  const session = createSession(isRegistry ? registrySession : nodeSession)
  render(() => <Console {...parts} session={session} />, at)
  if (inState === 'stale') setTimeout(() => void refreshAll(), 500)
}

/** Every view in every state; tests read the links of this page. */
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
