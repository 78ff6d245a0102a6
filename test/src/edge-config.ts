import type { AppParts } from '@crosspanel/node/app'

/** What the edge of a test node is told about itself. */
export const EDGE_CONFIG: AppParts['config'] = {
  siteId: 'site:lund',
  siteName: 'Lund',
  organisation: 'Lund University',
  contact: '',
  url: undefined,
  trustedProxies: ['127.0.0.0/8', '::1'],
  requestTimeoutMs: 60_000,
  maxConnections: 4096,
}
