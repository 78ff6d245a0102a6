import { count } from '../i18n/format.ts'

export const en = {
  title: 'Notifications',
  noneTitle: 'No notifications',
  none: 'You will hear from us when a job has ended, when results are about to expire, and when something needs you.',
  noneUnread: 'Nothing is unread',
  unread: 'Unread',
  show: 'Show',
  all: 'All',
  onlyUnread: 'Unread ones',
  markAll: 'Mark all as read',
  markedAll: 'All are read',
  markRead: 'Mark as read',
  remove: 'Remove',
  open: 'Open',
  nameOf: (verb: string, title: string) => `${verb}: ${title}`,
  more: 'Show older ones',
  preferences: 'Choose what you are told of',
  lead: (n: number) => count('en', n, { one: '1 is unread', other: '# are unread' }),
}
