import type { SiteStatus } from '@crosspanel/protocol/status'
import { sight } from '@crosspanel/protocol/sights'
import { ago, type GalleryView } from '../gallery/view.ts'

const [seen, told] = sight('hints.away')

const status: SiteStatus = {
  siteId: 'site:lund',
  siteName: 'Lund University',
  software: { name: 'crosspanel', version: '0.1.0' },
  time: ago(0),
  isReady: true,
  reasons: [{ name: 'hints', state: 'degraded', seen, told }],
  federation: { version: 17, issued: ago(7), expires: ago(-1433), isOpen: true },
  peers: [
    {
      siteId: 'site:cape-town',
      name: 'Cape Town',
      contact: 'ok',
      heardAt: ago(0.2),
      responseMs: 182.4,
    },
    { siteId: 'site:ibadan', name: 'Ibadan', contact: 'lost', heardAt: ago(333), responseMs: null },
  ],
  panels: { served: 1, reachable: 2 },
  announcements: [
    {
      id: '019ac0de-0000-7000-8000-0000000000a4',
      issuer: 'federation',
      severity: 'warning',
      text: 'The registry moves to another machine on Saturday from 8 to 9. Jobs go on.',
      from: ago(300),
      until: ago(-3000),
      endedAt: null,
      createdAt: ago(300),
      updatedAt: ago(300),
    },
  ],
}

export const views: readonly GalleryView[] = [
  {
    name: 'status',
    path: '/status',
    as: 'nobody',
    answers: { 'GET /api/v1/status': { body: status } },
  },
]
