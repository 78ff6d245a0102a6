import { lazy } from 'solid-js'
import type { Area } from '../app/area.ts'
import { t } from '../app/words.ts'

export const wizardArea: Area = {
  nav: [
    { href: '/new', label: () => t().nav.newJob, icon: 'plus', order: 30 },
    { href: '/uploads', label: () => t().nav.uploads, order: 60 },
  ],
  routes: [
    { path: '/new', page: lazy(() => import('./new.page.tsx')) },
    { path: '/new/:draft/send', page: lazy(() => import('./send.page.tsx')) },
    { path: '/new/:draft/:step', page: lazy(() => import('./step.page.tsx')) },
    { path: '/uploads', page: lazy(() => import('./uploads.page.tsx')) },
  ],
}
