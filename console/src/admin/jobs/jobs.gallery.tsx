import type { QueuedRun } from '@crosspanel/protocol/queue'
import { RUN_STATES } from './run-states.ts'
import { ago, type GalleryView } from '../../gallery/view.ts'
import { exampleJob } from '../../jobs/fixtures.ts'

const accountId = '019ac0de-0000-7000-8000-0000000000c1'
const LONG =
  'A very long name of a cohort that somebody has written into the field because nothing stopped them'

const jobs = [
  exampleJob(1, { contact: 'lost', name: LONG }),
  exampleJob(2, { state: 'queued', progress: null, isCancelRequested: true }),
  exampleJob(3, { state: 'failed', name: null }),
  exampleJob(4, { state: 'completed' }),
].map((job) => ({ ...job, accountId }))

const runs = RUN_STATES.map((state, n) => ({
  id: `019ac0de-0000-7000-8000-0000000001${String(n).padStart(2, '0')}`,
  homeSite: n % 2 === 0 ? 'site:cape-town' : 'site:an-institution-with-a-very-long-name',
  homeJob: '019ac0de-0000-7000-8000-000000000099',
  epoch: n === 3 ? 2 : 1,
  state,
  panelId: 'site:lund/h3africa-v6',
  samples: 123_456,
  variants: 12_345_678,
  attempts: n,
  createdAt: ago(600 + n),
  updatedAt: ago(n),
  endedAt: null,
}))

const queued = (n: number, changes: Partial<QueuedRun>): QueuedRun => ({
  runId: `019ac0de-0000-7000-8000-0000000002${String(n).padStart(2, '0')}`,
  homeSite: 'site:cape-town',
  homeJob: '019ac0de-0000-7000-8000-000000000099',
  panelId: 'site:lund/h3africa-v6',
  samples: 5_000,
  priority: 0,
  isHeld: false,
  attempts: 0,
  queuedAt: ago(90 - n),
  position: n,
  waitsFor: n === 1 ? 'a free core' : 'a free core, after 1 other',
  ...changes,
})

const rows = [
  queued(1, { priority: 10 }),
  queued(2, {}),
  queued(3, { isHeld: true, position: null, waitsFor: 'an administrator to release it' }),
  queued(4, { attempts: 2, position: null, waitsFor: 'its next attempt, in 240 s' }),
]

const queue = (mode: string, reason: string) => ({
  'GET /api/v1/admin/queue': {
    body: {
      control: { mode, reason, changedAt: ago(20) },
      queued: 1234,
      running: 4,
      runs: mode === 'open' ? rows : [],
    },
  },
})

export const views: readonly GalleryView[] = [
  {
    name: 'admin jobs',
    path: '/admin/jobs?state=running',
    as: 'site-admin',
    answers: { 'GET /api/v1/admin/jobs': { body: { jobs, next: 'more' } } },
  },
  {
    name: 'admin jobs, none',
    path: '/admin/jobs',
    as: 'site-admin',
    answers: { 'GET /api/v1/admin/jobs': { body: { jobs: [], next: null } } },
  },
  {
    name: 'admin runs',
    path: '/admin/runs',
    as: 'site-admin',
    answers: { 'GET /api/v1/admin/runs': { body: { runs, next: 'more' } } },
  },
  { name: 'admin queue', path: '/admin/queue', as: 'site-admin', answers: queue('open', '') },
  {
    name: 'admin queue, draining and empty',
    path: '/admin/queue',
    as: 'site-admin',
    answers: queue('draining', 'The cluster moves to another room on Saturday.'),
  },
]
