import { count } from '../i18n/format.ts'

export const en = {
  skip: 'Skip to the content',
  mainMenu: 'Main menu',
  onItsWay: 'The next page is on its way: the server has not sent it yet.',
  nav: {
    overview: 'Overview',
    jobs: 'Jobs',
    newJob: 'New job',
    panels: 'Panels',
    sites: 'Sites',
    uploads: 'Uploads',
    admin: 'Site admin',
    account: 'Account',
    notifications: 'Notifications',
    help: 'Help',
  },
  goTo: 'Go to … (Ctrl K)',
  openMenu: 'Open the menu',
  accountOf: (name: string) => `Account of ${name}`,
  logOut: 'Log out',
  language: 'Language',
  theme: 'Colours',
  themes: { system: 'As the system has it', light: 'Light', dark: 'Dark' },
  live: {
    connecting: 'Connecting',
    connectingHint: 'What you see will follow by itself in a moment. Press to pause.',
    live: 'Live',
    reconnecting: 'Reconnecting',
    paused: 'Paused',
    liveHint: 'What you see follows by itself. Press to pause.',
    reconnectingHint: (time: string) =>
      `No stream of changes since ${time}; pages ask again every 10 seconds. Press to pause.`,
    pausedHint: (time: string) => `Nothing changes by itself; last update ${time}. Press to go on.`,
  },
  unread: (n: number) =>
    count('en', n, { one: '1 unread notification', other: '# unread notifications' }),
  until: (time: string) => `until ${time}`,
  announcements: 'Announcements',
  severity: { info: 'Notice', warning: 'Warning', critical: 'Important' },
  status: 'Status of this site',
  pages: {
    notFound: {
      title: 'There is no page here',
      text: 'The address may be mistyped, or what it named is gone. Nothing of yours was lost by coming here.',
    },
    forbidden: {
      title: 'This page is for others',
      text: 'Your account does not have the role that this page needs. The administrators of your site can give it.',
      other: 'Use another account',
    },
    crashed: {
      title: 'This page has failed',
      text: 'The page itself is broken, not your jobs: they go on. Load it again; if it fails again, send the diagnostics to the administrators of your site.',
      reload: 'Load again',
      copy: 'Copy diagnostics',
    },
    offline: {
      title: 'The server does not answer',
      text: 'Your device may be offline, or the server is being restarted. Jobs go on at the sites that work on them. This page asks again by itself.',
    },
    unfetched: { title: 'The server has not sent this page' },
    home: 'Go to the overview',
  },
  idle: {
    title: 'Your login has ended',
    text: 'Sessions end when they are not used, and by logging out in another tab. Log in to go on where you were.',
    logIn: 'Log in',
  },
}
