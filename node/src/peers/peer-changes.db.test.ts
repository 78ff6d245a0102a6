import { asc } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { openDb } from '../db.ts'
import { liveEvents } from '../notifications/schema.ts'
import { cloneDatabase } from '../../../test/src/postgres.ts'
import { createPeerChanges } from './peer-changes.ts'
import type { PeerSight } from './peer-watch.ts'
import type { SiteHealth } from './ports.ts'
import { peerLinks } from './schema.ts'

const SITE = 'site:ibadan'

function siteThatIs(contact: SiteHealth['contact'], isReady: boolean): SiteHealth {
  return {
    siteId: SITE,
    name: 'Ibadan',
    contact,
    heardAt: new Date(),
    responseMs: 1,
    health: { isReady } as SiteHealth['health'],
    toldAt: new Date(),
  }
}

describe('a peer that changes', () => {
  it('is shown to everybody once, whichever process sees it first', async () => {
    await using stack = new AsyncDisposableStack()
    const { db, close } = openDb(stack.use(await cloneDatabase('node')).url)
    stack.defer(close)
    await db.insert(peerLinks).values({ siteId: SITE })
    let state: PeerSight['state'] = 'ok'
    const sightOf = () => ({ state }) as PeerSight
    const processes = [createPeerChanges({ db, sightOf }), createPeerChanges({ db, sightOf })]
    const look = async (site: SiteHealth) => {
      for (const tellChanges of processes) await tellChanges([site])
    }

    await look(siteThatIs('ok', true))
    await look(siteThatIs('ok', true))
    state = 'failed'
    await look(siteThatIs('late', true))
    state = 'ok'
    await look(siteThatIs('ok', false))

    const events = await db.select().from(liveEvents).orderBy(asc(liveEvents.seq))
    expect(events.map(({ topic, type, subject }) => [topic, type, subject].join(' '))).toEqual(
      Array<string>(3).fill(`everyone peer ${SITE}`),
    )
    expect(events.map(({ data }) => data)).toEqual([
      { contact: 'ok', isReady: true, state: 'ok' },
      { contact: 'late', isReady: true, state: 'failed' },
      { contact: 'ok', isReady: false, state: 'ok' },
    ])
  })
})
