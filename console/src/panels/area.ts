import { lazy } from 'solid-js'
import type { Area } from '../app/area.ts'
import { t } from '../app/words.ts'

export const panelsArea: Area = {
  nav: [{ href: '/panels', label: () => t().nav.panels, order: 40 }],
  routes: [
    { path: '/panels', page: lazy(() => import('./panels.page.tsx')) },
    { path: '/panels/compare', page: lazy(() => import('./compare.page.tsx')) },
    { path: '/panels/:site/:name', page: lazy(() => import('./panel.page.tsx')) },
  ],
}
