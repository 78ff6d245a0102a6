import { render } from 'solid-js/web'
import { watchPresence } from './api/presence.ts'
import { watchFetches } from './app/unfetched.ts'
import { Console } from './app/console.tsx'
import { createSession } from './app/session.ts'
import { registryConsole } from './federation/console.ts'
import { registrySession } from './federation/session.ts'
import './styles/main.css'

const root = document.getElementById('app')
if (root === null) throw new Error('the page has no #app')
watchPresence(window, Date.now)
watchFetches(window)
// Made once: what stands in a prop is made anew each time that it is read.
const session = createSession(registrySession)
render(() => <Console {...registryConsole} session={session} />, root)
