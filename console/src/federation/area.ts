import { lazy } from 'solid-js'
import type { Area } from '../app/area.ts'
import { t } from './words.ts'

/** What the registry's console shows federation admins. */
export const federationArea: Area = {
  nav: [
    { href: '/federation', label: () => t().nav.sites, order: 1 },
    { href: '/requests', label: () => t().nav.requests, order: 2 },
    { href: '/health', label: () => t().nav.health, order: 3 },
    { href: '/keys', label: () => t().nav.keys, order: 4 },
    { href: '/activity', label: () => t().nav.activity, order: 5 },
    { href: '/announcements', label: () => t().nav.announcements, order: 6 },
  ],
  routes: [
    { path: '/', page: lazy(() => import('./sites.page.tsx')) },
    { path: '/federation', page: lazy(() => import('./sites.page.tsx')) },
    { path: '/federation/:siteId', page: lazy(() => import('./site.page.tsx')) },
    { path: '/requests', page: lazy(() => import('./requests.page.tsx')) },
    { path: '/requests/invite', page: lazy(() => import('./invite.page.tsx')) },
    { path: '/health', page: lazy(() => import('./health.page.tsx')) },
    { path: '/keys', page: lazy(() => import('./keys.page.tsx')) },
    { path: '/activity', page: lazy(() => import('./activity.page.tsx')) },
    { path: '/announcements', page: lazy(() => import('./announcements.page.tsx')) },
    { path: '/login', isOpen: true, page: lazy(() => import('./login.page.tsx')) },
    { path: '/set-up', isOpen: true, page: lazy(() => import('./set-up.page.tsx')) },
    { path: '/status', isOpen: true, page: lazy(() => import('./status.page.tsx')) },
  ],
}
