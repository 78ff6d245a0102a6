import { lazy } from 'solid-js'
import type { Area } from '../app/area.ts'
import { t } from '../app/words.ts'

export const accountArea: Area = {
  nav: [{ href: '/account', label: () => t().nav.account, order: 80, isPersonal: true }],
  routes: [
    { path: '/account', page: lazy(() => import('./profile.page.tsx')) },
    { path: '/account/keys', page: lazy(() => import('./keys.page.tsx')) },
    { path: '/account/access', page: lazy(() => import('./access.page.tsx')) },
    { path: '/account/notifications', page: lazy(() => import('./preferences.page.tsx')) },
    { path: '/account/webhooks', page: lazy(() => import('./webhooks.page.tsx')) },
    { path: '/account/webhooks/:id', page: lazy(() => import('./webhook.page.tsx')) },
    { path: '/files', page: lazy(() => import('./files.page.tsx')) },
  ],
}
