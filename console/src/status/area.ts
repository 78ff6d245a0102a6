import { lazy } from 'solid-js'
import type { Area } from '../app/area.ts'

export const statusArea: Area = {
  nav: [],
  routes: [{ path: '/status', isOpen: true, page: lazy(() => import('./status.page.tsx')) }],
}
