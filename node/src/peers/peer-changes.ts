import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { publish } from '../notifications/publish.ts'
import type { PeerSight } from './peer-watch.ts'
import type { SiteHealth } from './ports.ts'
import { peerLinks } from './schema.ts'

export interface PeerChangesDeps {
  readonly db: Db
  /** What this process saw of a peer last. */
  readonly sightOf: (siteId: SiteHealth['siteId']) => PeerSight | undefined
}

/** Shows pages once, whichever process of the site sees it first, that a peer is another than before. */
export function createPeerChanges({ db, sightOf }: PeerChangesDeps) {
  const told = new Map<string, string>()

  async function tell(site: SiteHealth): Promise<void> {
    const { siteId, contact, health } = site
    const data = {
      contact,
      isReady: health?.isReady ?? null,
      state: sightOf(siteId)?.state ?? null,
    }
    const shown = Object.values(data).join()
    if (told.get(siteId) === shown) return
    await db.transaction(async (tx) => {
      const changed = await tx
        .update(peerLinks)
        .set({ shown })
        .where(and(eq(peerLinks.siteId, siteId), sql`${peerLinks.shown} is distinct from ${shown}`))
        .returning({ siteId: peerLinks.siteId })
      if (changed.length > 0) {
        await publish(tx, { topic: 'everyone', type: 'peer', subject: siteId, data })
      }
    })
    told.set(siteId, shown)
  }

  return async function tellChanges(sites: readonly SiteHealth[]): Promise<void> {
    for (const site of sites) await tell(site)
  }
}
