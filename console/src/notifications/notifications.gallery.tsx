import type { NotificationList } from '@crosspanel/protocol/notification'
import { ago, type GalleryView } from '../gallery/view.ts'

const inbox: NotificationList = {
  unread: 1,
  next: 'older',
  notifications: [
    {
      id: '019ac0de-0000-7000-8000-0000000000b1',
      kind: 'job-completed',
      title:
        'The results of “A very long name of a cohort that somebody has written into the field” are ready',
      text: 'It ran at University of Cape Town, Computational Biology Division.\nThe results are kept until 26 December 2026.',
      path: '/jobs/019ac0de-0000-7000-8000-000000000001',
      at: ago(3),
      isRead: false,
    },
    {
      id: '019ac0de-0000-7000-8000-0000000000b2',
      kind: 'storage-nearly-full',
      title: 'Your storage is nearly full',
      text: '95 GB of 100 GB are used. Delete files that you do not need, or ask for more room.',
      path: '/account',
      at: ago(3000),
      isRead: true,
    },
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
