import type { SiteId } from '@crosspanel/protocol/ids'
import { PeerHealth } from '@crosspanel/protocol/message'
import {
  CONTACT_LATE_AFTER_S,
  CONTACT_LOST_AFTER_S,
  type Contact,
} from '@crosspanel/protocol/states'
import { eq, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import type { Logger } from '../logger.ts'
import { startLoop } from '../loop.ts'
import type { KnownFederation } from './federation.ts'
import type { PeerClient } from './peer-client.ts'
import type { PeerReply, SiteHealth } from './ports.ts'
import { peerLinks, peerSnapshots } from './schema.ts'
import { createPeerWatch, type PeerSight } from './peer-watch.ts'
import { createStateLog } from './state-log.ts'
import { SOFTWARE } from './statement.ts'

/** A question is given up before the next one is due. */
const DEADLINE_SHARE = 0.8
const JITTER = 0.3

/** What the rest of the node tells peers of itself. */
export type HealthFacts = Pick<
  PeerHealth,
  'isReady' | 'hasLiveWorker' | 'queuedRuns' | 'runningRuns' | 'queueMode' | 'totals' | 'runTimes'
>

export interface PeerHealthDeps {
  readonly db: Db
  readonly self: SiteId
  readonly federation: Pick<KnownFederation, 'listSites' | 'version'>
  readonly client: PeerClient
  readonly healthFacts: () => Promise<HealthFacts>
  readonly pollMs: number
  readonly timeoutMs: number
  readonly now: () => Date
  readonly log: Logger
}

export interface Asked {
  readonly reply: PeerReply<PeerHealth>
  readonly tookMs: number
  readonly sight: PeerSight | undefined
}

export function createPeerHealth(deps: PeerHealthDeps) {
  const { db, self, federation, client, now } = deps
  const watch = createPeerWatch(Math.max(1, Math.min(deps.timeoutMs, deps.pollMs * DEADLINE_SHARE)))
  const underWay = new Set<SiteId>()

  async function ownHealth(): Promise<PeerHealth> {
    return {
      siteId: self,
      software: SOFTWARE,
      time: now().toISOString(),
      ...(await deps.healthFacts()),
      documentVersion: federation.version(),
    }
  }

  async function ask(siteId: SiteId, signal?: AbortSignal): Promise<Asked> {
    const askedAtMs = performance.now()
    const call = {
      method: 'GET',
      path: '/peer/v1/health',
      timeoutMs: watch.timeoutMs(siteId),
      ...(signal === undefined ? {} : { signal }),
      isProbe: true,
    } as const
    const reply = await client.callJson(siteId, call, PeerHealth)
    const endedAtMs = performance.now()
    const tookMs = endedAtMs - askedAtMs
    if (signal?.aborted === true) return { reply, tookMs, sight: watch.find(siteId) }
    watch.note(siteId, { askedAtMs, endedAtMs, now: now(), reply })
    const asked = { reply, tookMs, sight: watch.find(siteId) }
    if (reply.kind !== 'answered' || reply.value.siteId !== siteId) return asked
    const snapshot = {
      health: reply.value,
      responseMs: Math.round(tookMs),
      answeredAt: sql`now()`,
    }
    await db
      .insert(peerSnapshots)
      .values({ siteId, ...snapshot })
      .onConflictDoUpdate({ target: peerSnapshots.siteId, set: snapshot })
    return asked
  }

  /** Asks every other member at once; one that is still thinking about the last question is not asked again. */
  async function pollAll(signal: AbortSignal): Promise<void> {
    const asked = federation
      .listSites()
      .filter(({ member }) => member.siteId !== self && member.status === 'active')
      .map(async ({ member: { siteId } }) => {
        if (underWay.has(siteId)) return
        underWay.add(siteId)
        try {
          await ask(siteId, signal)
        } finally {
          underWay.delete(siteId)
        }
      })
    const failed = (await Promise.allSettled(asked)).find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
  }

  return {
    ownHealth,
    pollAll,
    ask,
    latencyOf: watch.latencyOf,

    /** Rounds start on time: a slow peer holds up no question to another. */
    start(): AsyncDisposable {
      const rounds = new Set<Promise<void>>()
      const note = createStateLog(deps.log)
      const running = new AsyncDisposableStack()
      running.defer(async () => {
        await Promise.allSettled(rounds)
      })
      running.use(
        startLoop(
          (signal) => {
            const round = pollAll(signal)
              .then(() => note('peer health', 'ok', 'info'))
              .catch((err: unknown) => note('peer health', 'failing', 'error', { err }))
              .finally(() => rounds.delete(round))
            rounds.add(round)
            return Promise.resolve()
          },
          {
            name: 'peer health',
            everyMs: deps.pollMs * (1 - JITTER / 2 + JITTER * Math.random()),
            log: deps.log,
          },
        ),
      )
      return running
    },

    sightOf: watch.find,

    /** Every other active member as this process saw it last, from memory. */
    sights: () =>
      federation
        .listSites()
        .filter(({ member }) => member.siteId !== self && member.status === 'active')
        .map(({ member: { siteId }, statement: { siteName: name } }) => ({
          siteId,
          name,
          sight: watch.find(siteId),
        })),

    /** Every member with what it told last and how long ago it was heard of, by the database's clock. */
    async listHealth(): Promise<readonly SiteHealth[]> {
      const rows = await db
        .select({
          siteId: peerLinks.siteId,
          heardAt: peerLinks.lastHeardAt,
          ageS: sql<number>`extract(epoch from now() - ${peerLinks.lastHeardAt})::float8`,
          responseMs: peerSnapshots.responseMs,
          health: peerSnapshots.health,
          toldAt: peerSnapshots.answeredAt,
        })
        .from(peerLinks)
        .leftJoin(peerSnapshots, eq(peerSnapshots.siteId, peerLinks.siteId))
      const known = new Map(rows.map((row) => [row.siteId, row]))
      const own = await ownHealth()
      return federation.listSites().map(({ member: { siteId }, statement: { siteName: name } }) => {
        if (siteId === self) {
          const at = now()
          return {
            siteId,
            name,
            contact: 'ok',
            heardAt: at,
            responseMs: 0,
            health: own,
            toldAt: at,
          }
        }
        const row = known.get(siteId)
        return {
          siteId,
          name,
          contact: row?.heardAt ? contactOf(row.ageS) : 'unknown',
          heardAt: row?.heardAt ?? null,
          responseMs: row?.responseMs ?? null,
          health: row?.health ?? null,
          toldAt: row?.toldAt ?? null,
        }
      })
    },
  }
}

export function contactOf(ageS: number): Contact {
  if (ageS < CONTACT_LATE_AFTER_S) return 'ok'
  return ageS < CONTACT_LOST_AFTER_S ? 'late' : 'lost'
}
