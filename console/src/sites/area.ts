import { lazy } from 'solid-js'
import type { Area } from '../app/area.ts'
import { t } from '../app/words.ts'

export const sitesArea: Area = {
  nav: [{ href: '/sites', label: () => t().nav.sites, order: 50 }],
  routes: [
    { path: '/sites', page: lazy(() => import('./sites.page.tsx')) },
    { path: '/sites/:id', page: lazy(() => import('./site.page.tsx')) },
  ],
}
