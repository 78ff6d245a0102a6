import { SiteStatus } from '@crosspanel/protocol/status'
import { describe, expect, it } from 'vitest'
import { statusRoutes } from './routes.ts'
import { createStatusService, type StatusServiceDeps } from './status.ts'

const NOW = new Date('2026-01-01T12:00:00Z')
const lund = { siteId: 'site:lund', name: 'Lund' }

function deps(over: Partial<StatusServiceDeps> = {}): StatusServiceDeps {
  return {
    ...lund,
    siteName: 'Lund',
    software: { name: 'crosspanel', version: '0.1.0' },
    health: { report: () => Promise.resolve({ isReady: true, checks: [] }) },
    document: () => ({ version: 7, issued: NOW, expires: NOW, isOpen: false }),
    listPeers: () =>
      Promise.resolve([
        { ...lund, contact: 'ok', heardAt: NOW, responseMs: 1, health: null },
        {
          siteId: 'site:ibadan',
          name: 'Ibadan',
          contact: 'lost',
          heardAt: null,
          responseMs: null,
          health: null,
        },
      ]),
    listPeersSeen: () => [],
    countPanels: () => Promise.resolve({ served: 1, reachable: 3 }),
    listAnnouncements: () => Promise.resolve([]),
    now: () => NOW,
    ...over,
  }
}

async function read(over: Partial<StatusServiceDeps> = {}): Promise<SiteStatus> {
  const response = await statusRoutes(createStatusService(deps(over))).request('/status')
  return SiteStatus.strict().parse(await response.json())
}

describe('the public status of a site', () => {
  it('tells of the site, the federation, its peers and how many panels there are', async () => {
    expect(await read()).toEqual({
      siteId: 'site:lund',
      siteName: 'Lund',
      software: { name: 'crosspanel', version: '0.1.0' },
      time: NOW.toISOString(),
      isReady: true,
      reasons: [],
      federation: {
        version: 7,
        issued: NOW.toISOString(),
        expires: NOW.toISOString(),
        isOpen: false,
      },
      peers: [
        { siteId: 'site:ibadan', name: 'Ibadan', contact: 'lost', heardAt: null, responseMs: null },
      ],
      panels: { served: 1, reachable: 3 },
      announcements: [],
    })
  })

  it('does not show nothing announced for what cannot be read', async () => {
    const listAnnouncements = () => Promise.reject(new Error('connection refused'))

    expect((await read({ listAnnouncements })).announcements).toBeUndefined()
  })

  it('gives the reasons in words when the site is not ready', async () => {
    const checks = [
      { name: 'worker', state: 'failed', seen: 'no worker has ever started' },
      { name: 'disk', state: 'ok', seen: 'enough' },
      { name: 'hints', state: 'degraded', seen: 'Redis is out of reach' },
    ] as const

    const status = await read({
      health: { report: () => Promise.resolve({ isReady: false, checks: [...checks] }) },
    })

    expect(status).toMatchObject({
      isReady: false,
      reasons: [checks[0], checks[2]],
    })
  })

  it('is there before the site has joined', async () => {
    const status = await read({ document: () => undefined, listPeers: () => Promise.resolve([]) })

    expect(status).toMatchObject({ federation: null, peers: [] })
  })

  it('is there when the database is not, and says what it cannot tell', async () => {
    const away = () => Promise.reject(new Error('no database'))
    const status = await read({ listPeers: away, countPanels: away })

    expect(status).toMatchObject({ siteId: 'site:lund', peers: [], panels: null })
  })
})
