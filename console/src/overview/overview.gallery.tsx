import type { Announcement } from '@crosspanel/protocol/announcement'
import type { Dashboard } from '@crosspanel/protocol/dashboard'
import { ago, type GalleryView } from '../gallery/view.ts'
import { exampleJob } from '../jobs/fixtures.ts'

const LONG =
  'A very long name of a cohort that somebody has written into the field because nothing stopped them from doing so'

const busy: Dashboard = {
  jobs: { total: 12_345, byState: [] },
  recentJobs: [
    exampleJob(1, { contact: 'lost', name: LONG }),
    exampleJob(2, { state: 'queued', progress: null, contact: 'late', isCancelRequested: true }),
    exampleJob(3, { state: 'failed' }),
    exampleJob(4, { state: 'completed' }),
    exampleJob(5, { state: 'cancelled', name: null }),
  ],
  storage: { usedBytes: 71_234_567_890, files: 4321, quotaBytes: 100_000_000_000 },
  panels: { known: 17, reachable: 15 },
  unreadNotifications: 3,
  alerts: null,
  federation: [
    { siteId: 'site:uppsala', name: 'Uppsala University', contact: 'ok', ageS: 2, isReady: true },
    {
      siteId: 'site:cape-town',
      name: 'University of Cape Town, Computational Biology Division',
      contact: 'lost',
      ageS: 1234,
      isReady: null,
    },
    { siteId: 'site:ibadan', name: 'Ibadan', contact: 'unknown', ageS: null, isReady: null },
  ],
}

const empty: Dashboard = {
  ...busy,
  jobs: { total: 0, byState: [] },
  recentJobs: [],
  storage: { usedBytes: 0, files: 0, quotaBytes: null },
  panels: { known: 1, reachable: 1 },
  unreadNotifications: 0,
  federation: [],
}

const announcement: Announcement = {
  id: '019ac0de-0000-7000-8000-0000000000a1',
  issuer: 'site',
  severity: 'warning',
  text: 'The cluster is serviced on Saturday from 8 to 12. Jobs wait meanwhile; none is lost.',
  from: ago(60),
  until: null,
  endedAt: null,
  createdAt: ago(60),
  updatedAt: ago(60),
}

export const views: readonly GalleryView[] = [
  {
    name: 'overview',
    path: '/',
    answers: { 'GET /api/v1/dashboard': { body: busy } },
    live: {
      unread: 3,
      announcements: [
        {
          ...announcement,
          ...{ id: '019ac0de-0000-7000-8000-0000000000a2', issuer: 'federation', until: ago(-600) },
          ...{ severity: 'critical', text: 'Update every node to 0.2.0 before Friday.' },
        },
        announcement,
        {
          ...announcement,
          ...{ id: '019ac0de-0000-7000-8000-0000000000a3', severity: 'info' },
          text: 'The yearly meeting is on 12 May.\nEverybody is welcome.',
        },
      ],
    },
  },
  {
    name: 'overview, nothing yet',
    path: '/',
    answers: { 'GET /api/v1/dashboard': { body: empty } },
  },
]
