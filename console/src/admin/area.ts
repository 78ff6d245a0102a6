import { lazy } from 'solid-js'
import type { Area } from '../app/area.ts'
import { t } from '../app/words.ts'

/** What the site's administrators have besides what everybody has. */
export const adminArea: Area = {
  roles: ['site-admin'],
  nav: [{ href: '/admin', label: () => t().nav.admin, order: 80 }],
  routes: [
    { path: '/admin', page: lazy(() => import('./health/health.page.tsx')) },
    { path: '/admin/jobs', page: lazy(() => import('./jobs/jobs.page.tsx')) },
    { path: '/admin/runs', page: lazy(() => import('./jobs/runs.page.tsx')) },
    { path: '/admin/queue', page: lazy(() => import('./queue/queue.page.tsx')) },
    { path: '/admin/users', page: lazy(() => import('./users/users.page.tsx')) },
    { path: '/admin/users/:id', page: lazy(() => import('./users/user.page.tsx')) },
    { path: '/admin/panels', page: lazy(() => import('./panels/panels.page.tsx')) },
    { path: '/admin/panels/new', page: lazy(() => import('./panels/add.page.tsx')) },
    { path: '/admin/storage', page: lazy(() => import('./storage/storage.page.tsx')) },
    { path: '/admin/peers', page: lazy(() => import('./peers/peers.page.tsx')) },
    { path: '/admin/peers/:site', page: lazy(() => import('./peers/peer.page.tsx')) },
    { path: '/admin/alerts', page: lazy(() => import('./alerts/alerts.page.tsx')) },
    { path: '/admin/audit', page: lazy(() => import('./audit/audit.page.tsx')) },
    { path: '/admin/mail', page: lazy(() => import('./mail/mail.page.tsx')) },
    { path: '/admin/mail/:kind', page: lazy(() => import('./mail/template.page.tsx')) },
    { path: '/admin/notices', page: lazy(() => import('./notices/notices.page.tsx')) },
    { path: '/admin/settings', page: lazy(() => import('./settings/settings.page.tsx')) },
  ],
}
