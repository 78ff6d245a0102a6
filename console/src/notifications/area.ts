import { lazy } from 'solid-js'
import type { Area } from '../app/area.ts'
import { t } from '../app/words.ts'
import { liveStanding } from '../live/live.ts'

export const notificationsArea: Area = {
  nav: [
    {
      href: '/notifications',
      label: () => t().nav.notifications,
      icon: 'bell',
      isIconWhereWide: true,
      badge() {
        const { unread = 0 } = liveStanding()
        return unread === 0 ? undefined : { count: unread, text: t().unread(unread) }
      },
      order: 95,
    },
  ],
  routes: [{ path: '/notifications', page: lazy(() => import('./notifications.page.tsx')) }],
}
