import type { DeviceLoginRequest } from '@crosspanel/protocol/device-login'
import { problemOf } from '@crosspanel/protocol/problem'
import { Route, Router } from '@solidjs/router'
import { ago, type GalleryView } from '../gallery/view.ts'
import { Page } from '../ui/page.tsx'
import { type Decision, DeviceDecided } from './device-question.tsx'
import { t } from './words.ts'

const LOOK_UP = 'POST /api/v1/device-logins/look-up'
const waiting: DeviceLoginRequest = {
  userCode: 'WDJB-MJHT',
  machine: 'login-node-3.computing-cluster.faculty-of-health-sciences.university-hospital.example',
  address: '2001:db8:4f2a:91c0::/64',
  startedAt: ago(1),
  expiresAt: ago(-9),
}

/** Its link needs a router. */
const Decided = (props: { decision: Decision }) => (
  <Router>
    <Route
      path="*"
      component={() => (
        <main>
          <Page title={t().device.title} isNarrow>
            <DeviceDecided {...props} />
          </Page>
        </main>
      )}
    />
  </Router>
)

export const views: readonly GalleryView[] = [
  { name: 'login', path: '/login', as: 'nobody', isStatic: true },
  { name: 'set-up', path: '/set-up#token', as: 'nobody', isStatic: true },
  { name: 'set-up, link cut', path: '/set-up', as: 'nobody', isStatic: true },
  { name: 'forgotten', path: '/forgotten', as: 'nobody', isStatic: true },
  { name: 'recover', path: '/recover#token', as: 'nobody', isStatic: true },
  { name: 'device, code', path: '/device', isStatic: true },
  {
    name: 'device, question',
    path: '/device?code=WDJB-MJHT',
    isAskedOnce: true,
    answers: { [LOOK_UP]: { body: waiting } },
  },
  {
    name: 'device, no such code',
    path: '/device?code=WDJB-MJHT',
    isAskedOnce: true,
    answers: { [LOOK_UP]: { problem: problemOf('device-login-not-found') } },
  },
  {
    name: 'device, too many codes',
    path: '/device?code=WDJB-MJHT',
    isAskedOnce: true,
    answers: { [LOOK_UP]: { problem: problemOf('rate-limited') } },
  },
  {
    name: 'device, approved',
    render: () => <Decided decision="approve" />,
  },
  {
    name: 'device, refused',
    render: () => <Decided decision="deny" />,
  },
  { name: 'no such page', path: '/nowhere', isStatic: true },
  { name: 'page for others', path: '/admin', isStatic: true },
  // What its server answers is nothing that the page could show.
  {
    name: 'page that is broken',
    path: '/',
    isStatic: true,
    answers: { 'GET /api/v1/dashboard': { body: {} } },
  },
  {
    name: 'server away',
    path: '/',
    isStatic: true,
    answers: { 'GET /api/v1/me': { is: 'unreachable' } },
  },
]
