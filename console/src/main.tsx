import { createSignal } from 'solid-js'
import { render } from 'solid-js/web'
import { api, read } from './api/client.ts'
import { watchPresence } from './api/presence.ts'
import { watchFetches } from './app/unfetched.ts'
import { NODE_AREAS } from './app/areas.ts'
import { Console } from './app/console.tsx'
import { nodeSession } from './app/node-session.ts'
import { createSession } from './app/session.ts'
import './styles/main.css'

const root = document.getElementById('app')
if (root === null) throw new Error('the page has no #app')
watchPresence(window, Date.now)
watchFetches(window)

const [name, setName] = createSignal('Crosspanel')
read(api.status.$get()).then(
  ({ siteName }) => setName(`Crosspanel · ${siteName}`),
  // The name is decoration: without it the header says whose software this is.
  () => undefined,
)
const session = createSession(nodeSession)
const destinations = () => import('./palette/node-destinations.ts')
render(
  () => <Console session={session} areas={NODE_AREAS} name={name} destinations={destinations} />,
  root,
)
