import { lazy } from 'solid-js'
import type { Area } from '../app/area.ts'
import { t } from '../app/words.ts'

export const overviewArea: Area = {
  nav: [{ href: '/', label: () => t().nav.overview, order: 10 }],
  routes: [{ path: '/', page: lazy(() => import('./overview.page.tsx')) }],
}
