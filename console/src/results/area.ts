import { lazy } from 'solid-js'
import type { Area } from '../app/area.ts'

export const resultsArea: Area = {
  nav: [],
  routes: [{ path: '/jobs/:id/results', page: lazy(() => import('./results.page.tsx')) }],
}
