import type { SiteId } from '@crosspanel/protocol/ids'
import type { PeerHealth } from '@crosspanel/protocol/message'
import { type Sight, sight } from '@crosspanel/protocol/sights'
import type { Told } from '@crosspanel/protocol/told'
import type { PeerReply } from './ports.ts'

/** How one peer answered the last question for its health, as this process saw it. */
export interface PeerSight {
  readonly state: 'ok' | 'degraded' | 'failed'
  readonly seen: string
  readonly told: Told
  /** Of the last answer. */
  readonly responseMs: number | null
  /** By the monotonic clock. */
  readonly askedAtMs: number
  readonly answeredAtMs: number | undefined
  readonly failingSinceMs: number | undefined
  /** Its clock minus ours, seconds, by the middle of the exchange. */
  readonly clockOffsetS: number | undefined
  /** Smoothed response time and its spread, as TCP keeps them for its timer. */
  readonly smoothMs: number | undefined
  readonly spreadMs: number
}

export interface PeerAnswer {
  readonly askedAtMs: number
  readonly endedAtMs: number
  /** When the answer came, by this machine's clock. */
  readonly now: Date
  readonly reply: PeerReply<PeerHealth>
}

const SMOOTHING = 1 / 8
const SPREAD_SMOOTHING = 1 / 4
const SPREADS = 4
/** Of each peer, the last answers that its usual response time is told from. */
const RECENT_MAX = 100
/** A peer that is always quick is still given this long. */
const SHORTEST_TIMEOUT_MS = 2_000

/** In memory and of this process alone: what it takes to see a peer fail within seconds, whatever the database does. */
export function createPeerWatch(longestTimeoutMs: number) {
  const sights = new Map<SiteId, PeerSight>()
  const recentMs = new Map<SiteId, readonly number[]>()

  return {
    /** As long as this peer's answers have been known to take, with room, in whole ms; the longest after a failure. */
    timeoutMs(siteId: SiteId): number {
      const sight = sights.get(siteId)
      if (sight?.smoothMs === undefined || sight.state === 'failed') return longestTimeoutMs
      const usual = Math.ceil(sight.smoothMs + SPREADS * sight.spreadMs)
      return Math.min(longestTimeoutMs, Math.max(SHORTEST_TIMEOUT_MS, usual))
    },

    note(siteId: SiteId, answer: PeerAnswer): void {
      const before = sights.get(siteId)
      const { reply } = answer
      const isHeard = reply.kind === 'answered' && reply.value.siteId === siteId
      if (isHeard) {
        const tookMs = answer.endedAtMs - answer.askedAtMs
        recentMs.set(siteId, [...(recentMs.get(siteId) ?? []), tookMs].slice(-RECENT_MAX))
      }
      sights.set(
        siteId,
        isHeard ? heard(before, answer, reply.value) : silent(before, answer, sightOf(reply)),
      )
    },

    find: (siteId: SiteId): PeerSight | undefined => sights.get(siteId),

    /** How long its last answers took; undefined before the first. */
    latencyOf: (siteId: SiteId): Latency | undefined => latencyOf(recentMs.get(siteId) ?? []),
  }
}

/** Response times in milliseconds, and of how many answers they are. */
export interface Latency {
  readonly lastMs: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly answers: number
}

/** Percentiles by nearest rank. */
export function latencyOf(timesMs: readonly number[]): Latency | undefined {
  const lastMs = timesMs.at(-1)
  if (lastMs === undefined) return undefined
  const sorted = timesMs.toSorted((a, b) => a - b)
  const rank = (share: number) => inTenths(sorted[Math.ceil(share * sorted.length) - 1] ?? lastMs)
  return { lastMs: inTenths(lastMs), p50Ms: rank(0.5), p95Ms: rank(0.95), answers: sorted.length }
}

function inTenths(ms: number): number {
  return Math.round(ms * 10) / 10
}

function heard(
  before: PeerSight | undefined,
  { askedAtMs, endedAtMs, now }: PeerAnswer,
  { isReady, time }: PeerHealth,
): PeerSight {
  const tookMs = endedAtMs - askedAtMs
  const smooth = before?.smoothMs ?? tookMs
  const spread = before?.smoothMs === undefined ? tookMs / 2 : before.spreadMs
  const [seen, told] = sight(isReady ? 'peer.ok' : 'peer.not-ready')
  return {
    state: isReady ? 'ok' : 'degraded',
    seen,
    told,
    responseMs: inTenths(tookMs),
    askedAtMs,
    answeredAtMs: endedAtMs,
    failingSinceMs: undefined,
    clockOffsetS: (Date.parse(time) - (now.getTime() - tookMs / 2)) / 1000,
    smoothMs: smooth + SMOOTHING * (tookMs - smooth),
    spreadMs: spread + SPREAD_SMOOTHING * (Math.abs(tookMs - smooth) - spread),
  }
}

function silent(
  before: PeerSight | undefined,
  { askedAtMs, endedAtMs }: PeerAnswer,
  [seen, told]: Sight,
): PeerSight {
  return {
    state: 'failed',
    seen,
    told,
    responseMs: before?.responseMs ?? null,
    askedAtMs,
    answeredAtMs: before?.answeredAtMs,
    failingSinceMs: before?.failingSinceMs ?? endedAtMs,
    clockOffsetS: undefined,
    smoothMs: before?.smoothMs,
    spreadMs: before?.spreadMs ?? 0,
  }
}

/** The peer's own words are not repeated: they are shown to people here. */
function sightOf(reply: PeerReply<PeerHealth>): Sight {
  if (reply.kind === 'answered') return sight('peer.other-site')
  if (reply.kind === 'refused') return sight('peer.refuses', { code: reply.problem.code })
  return sight('peer.silent')
}
