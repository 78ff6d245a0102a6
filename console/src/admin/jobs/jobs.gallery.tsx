import { type Because, because } from '@crosspanel/protocol/causes'
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
  attempts: ['offered', 'accepted', 'receiving', 'rejected'].includes(state) ? 0 : n === 3 ? 2 : 1,
  createdAt: ago(600 + n),
  updatedAt: ago(n),
  endedAt: null,
}))

const waits = ({ cause, told }: Because) => ({ waitsFor: cause, told })

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
  ...waits(n === 1 ? because('waits-for.core') : because('waits-for.turn', { others: n - 1 })),
  ...changes,
})

const rows = [
  queued(1, { priority: 10 }),
  queued(2, {}),
  queued(3, { isHeld: true, position: null, ...waits(because('waits-for.release')) }),
  queued(4, {
    attempts: 2,
    position: null,
    lastAttempt: { endedAt: ago(1), ...because('again.worker') },
    ...waits(because('waits-for.attempt', { leftS: 240 })),
  }),
]

const queue = (mode: string, reason: string) => ({
  'GET /api/v1/admin/queue': {
    body: {
      control: { mode, reason, changedAt: ago(20) },
      queued: mode === 'open' ? 1234 : 0,
      running: 4,
      runs: mode === 'open' ? rows : [],
    },
  },
})

export const views: readonly GalleryView[] = [
  {
    name: 'admin jobs',
    path: '/admin/jobs',
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
