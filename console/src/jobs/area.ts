import { lazy } from 'solid-js'
import type { Area } from '../app/area.ts'
import { t } from '../app/words.ts'

export const jobsArea: Area = {
  nav: [{ href: '/jobs', label: () => t().nav.jobs, order: 20 }],
  routes: [
    { path: '/jobs', page: lazy(() => import('./jobs.page.tsx')) },
    { path: '/jobs/:id', page: lazy(() => import('./job.page.tsx')) },
  ],
}
