import type { SiteStatus } from '@crosspanel/protocol/status'
import { ago, type GalleryView } from '../gallery/view.ts'
import { examplePanel } from '../wizard/fixtures.ts'

const status: SiteStatus = {
  siteId: 'site:lund',
  siteName: 'Lund University',
  software: { name: 'crosspanel', version: '0.1.0' },
  time: ago(0),
  isReady: true,
  reasons: [],
  federation: { version: 12, issued: ago(60), expires: ago(-60 * 24 * 6), isOpen: true },
  peers: [
    {
      siteId: 'site:cape-town',
      name: 'University of Cape Town, Computational Biology Division, Faculty of Health Sciences',
      contact: 'ok',
      heardAt: ago(0),
      responseMs: 212.4,
    },
    {
      siteId: 'site:ibadan',
      name: 'Ibadan',
      contact: 'lost',
      heardAt: ago(4000),
      responseMs: null,
    },
    {
      siteId: 'site:nairobi',
      name: 'Nairobi',
      contact: 'unknown',
      heardAt: null,
      responseMs: null,
    },
  ],
  panels: { served: 1, reachable: 2 },
}
const panel = examplePanel()
const panels = {
  panels: [{ ...panel, hostTold: panel.hostTold && { ...panel.hostTold, at: ago(2) } }],
}

export const views: readonly GalleryView[] = [
  { name: 'sites', path: '/sites', answers: { 'GET /api/v1/status': { body: status } } },
  {
    name: 'sites, none',
    path: '/sites',
    answers: { 'GET /api/v1/status': { body: { ...status, federation: null, peers: [] } } },
  },
  {
    name: 'site',
    path: '/sites/site:cape-town',
    answers: { 'GET /api/v1/status': { body: status }, 'GET /api/v1/panels': { body: panels } },
  },
]
