import { lazy } from 'solid-js'
import type { Area } from '../app/area.ts'
import { t } from '../app/words.ts'

export const notificationsArea: Area = {
  nav: [{ href: '/notifications', label: () => t().nav.notifications, icon: 'bell', order: 70 }],
  routes: [{ path: '/notifications', page: lazy(() => import('./notifications.page.tsx')) }],
}
