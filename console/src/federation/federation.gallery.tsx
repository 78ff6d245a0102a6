import { ago, type GalleryAnswer, type GalleryView } from '../gallery/view.ts'
import {
  activity,
  announcements,
  decided,
  federationStatus,
  invites,
  memberList,
  request,
} from './fixtures.ts'

const root = {
  federationId: 'fed:h3africa',
  keys: [],
  threshold: 1,
  fingerprint: 'rPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
}
const members: GalleryAnswer = { body: memberList }
const noMembers: GalleryAnswer = { body: { ...memberList, members: [] } }
const page = (name: string, path: string, answers: Record<string, GalleryAnswer>): GalleryView => ({
  name: `federation: ${name}`,
  path,
  as: 'federation-admin',
  answers,
})
const requests = (
  enrolments: readonly unknown[],
  made: readonly unknown[],
): Record<string, GalleryAnswer> => ({
  'GET /v1/enrolments': { body: { enrolments, next: null } },
  'GET /v1/invites': { body: { invites: made, next: null } },
})

export const views: readonly GalleryView[] = [
  page('sites', '/federation', { 'GET /v1/members': members }),
  page('sites, none yet', '/federation', { 'GET /v1/members': noMembers }),
  page('site', '/federation/site:cape-town', { 'GET /v1/members': members }),
  page('site, suspended', '/federation/site:uppsala', { 'GET /v1/members': members }),
  page('site, never heard of', '/federation/site:nairobi', { 'GET /v1/members': members }),
  page('site, no such', '/federation/site:atlantis', { 'GET /v1/members': members }),
  page('requests', '/requests', requests([request, ...decided], invites)),
  page('requests, none', '/requests', requests([], [])),
  { ...page('invite', '/requests/invite', {}), isStatic: true },
  page('health', '/health', { 'GET /v1/members': members }),
  page('health, no site', '/health', { 'GET /v1/members': noMembers }),
  page('keys', '/keys', {
    'GET /v1/members': members,
    'GET /v1/federation/root': { body: root },
    'GET /v1/status': { body: federationStatus },
  }),
  page('activity', '/activity', { 'GET /v1/activity': { body: activity } }),
  page('activity, nothing told', '/activity', {
    'GET /v1/activity': { body: { ...activity, cells: [] } },
  }),
  page('announcements', '/announcements', {
    'GET /v1/announcements/all': { body: { announcements } },
  }),
  page('announcements, none', '/announcements', {
    'GET /v1/announcements/all': { body: { announcements: [] } },
  }),
  {
    ...page('status', '/status', { 'GET /v1/status': { body: federationStatus } }),
    as: 'federation-visitor',
  },
  {
    ...page('status, no site, database away', '/status', {
      'GET /v1/status': {
        body: {
          ...federationStatus,
          asOf: ago(30),
          document: { ...federationStatus.document, expires: ago(20), isOpen: false },
          sites: [],
          announcements: [],
        },
      },
    }),
    as: 'federation-visitor',
  },
  { ...page('login', '/login', {}), as: 'federation-visitor', isStatic: true },
  { ...page('set-up', '/set-up#token', {}), as: 'federation-visitor', isStatic: true },
]
