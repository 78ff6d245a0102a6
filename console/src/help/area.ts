import { lazy } from 'solid-js'
import type { Area } from '../app/area.ts'
import { t } from '../app/words.ts'

export const helpArea: Area = {
  nav: [{ href: '/help', label: () => t().nav.help, order: 90 }],
  routes: [
    { path: '/help', page: lazy(() => import('./help.page.tsx')) },
    { path: '/help/errors', page: lazy(() => import('./errors.page.tsx')) },
    { path: '/help/errors/:code', page: lazy(() => import('./error-code.page.tsx')) },
  ],
}
