import type {
  NotificationKind,
  NotificationList,
  NotificationView,
} from '@crosspanel/protocol/notification'
import { NOTIFICATION_TEXTS } from '@crosspanel/protocol/notification-texts'
import { inEnglish } from '@crosspanel/protocol/template'
import { ago, type GalleryView } from '../gallery/view.ts'

/** A notification in the words that a node gives it. */
function notificationOf(
  kind: NotificationKind,
  params: Readonly<Record<string, string | number>>,
  more: Pick<NotificationView, 'id' | 'path' | 'at' | 'isRead'>,
): NotificationView {
  const { subject, seen, next } = NOTIFICATION_TEXTS[kind]
  return {
    kind,
    title: inEnglish(subject, kind, params),
    text: inEnglish(`${seen} ${next}`, kind, params),
    told: { key: kind, params },
    ...more,
  }
}

const inbox: NotificationList = {
  unread: 1,
  next: 'older',
  notifications: [
    notificationOf(
      'job-completed',
      {
        jobName: 'A very long name of a cohort that somebody has written into the field',
        panelId: 'site:cape-town/h3africa-v6',
        hostSite: 'site:cape-town',
      },
      {
        id: '019ac0de-0000-7000-8000-0000000000b1',
        path: '/jobs/019ac0de-0000-7000-8000-000000000001',
        at: ago(3),
        isRead: false,
      },
    ),
    notificationOf(
      'storage-nearly-full',
      { usedPercent: 95 },
      {
        id: '019ac0de-0000-7000-8000-0000000000b2',
        path: '/account',
        at: ago(3000),
        isRead: true,
      },
    ),
  ],
}

export const views: readonly GalleryView[] = [
  {
    name: 'notifications',
    path: '/notifications',
    answers: { 'GET /api/v1/notifications': { body: inbox } },
  },
  {
    name: 'notifications, none',
    path: '/notifications',
    answers: {
      'GET /api/v1/notifications': { body: { unread: 0, next: null, notifications: [] } },
    },
  },
]
