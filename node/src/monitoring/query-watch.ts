import { AsyncLocalStorage } from 'node:async_hooks'
import { hash } from 'node:crypto'
import {
  QUERY_FINDINGS,
  type QueryFindingKind,
  type QueryWatchReport,
  type WatchedQuery,
} from '@crosspanel/protocol/query-watch'
import type { Logger } from '../logger.ts'
import { adviceFor } from './query-advice.ts'
import { createFingerprints } from './query-fingerprint.ts'
import type { OnQuery } from './watched-client.ts'

export interface QueryWatchSettings {
  readonly mode: 'off' | 'log'
  /** Longer than this is slow. */
  readonly slowMs: number
  /** So many times in one request is too often. */
  readonly repeatedQueries: number
}

export interface WatchedRequest {
  readonly route: string
  readonly requestId: string
}

export interface QueryWatch {
  /** To be told of every statement; undefined while nothing is watched. */
  readonly onQuery: OnQuery | undefined
  /** Counts what `work` asks of the database as one request; `describe` is called when it has ended. */
  request(work: () => Promise<void>, describe: () => WatchedRequest): Promise<void>
  report(): QueryWatchReport
}

const BACKGROUND = 'background'
const KEPT = 500
const SHOWN = 100
const ROUTES_KEPT = 10

/** What one request asked with one statement. */
interface Asked {
  count: number
  totalMs: number
  maxMs: number
  /** Digests of the values, gone with the request. */
  readonly values: Set<string>
}

interface Tally {
  count: number
  totalMs: number
  maxMs: number
  readonly routes: Set<string>
  readonly findings: Map<QueryFindingKind, number>
}

interface Request {
  readonly asked: Map<string, Asked>
  hasEnded: boolean
}

/** Finds slow, repeated and N+1 queries of each request. Values are never kept, logged or shown. */
export function createQueryWatch(settings: QueryWatchSettings, log: Logger): QueryWatch {
  const { mode, slowMs, repeatedQueries } = settings
  const report = (queries: WatchedQuery[]) => ({ mode, slowMs, repeatedQueries, queries })
  if (mode === 'off') {
    return { onQuery: undefined, request: (work) => work(), report: () => report([]) }
  }
  const requests = new AsyncLocalStorage<Request>()
  const fingerprint = createFingerprints()
  const tallies = new Map<string, Tally>()

  function tell(kind: QueryFindingKind, text: string, seen: object): void {
    const { findings } = tallyOf(tallies, text)
    findings.set(kind, (findings.get(kind) ?? 0) + 1)
    log.warn({ finding: kind, fingerprint: text, ...seen }, adviceFor(kind, text))
  }

  function judge({ asked }: Request, { route, requestId }: WatchedRequest): void {
    for (const [text, { count, totalMs, maxMs, values }] of asked) {
      tallyOf(tallies, text, route)
      const seen = { route, requestId, count, ms: rounded(totalMs), maxMs: rounded(maxMs) }
      if (maxMs > slowMs) tell('slow', text, seen)
      if (count < repeatedQueries) continue
      tell(values.size < repeatedQueries ? 'repeated' : 'n-plus-one', text, seen)
    }
  }

  function count(statement: string, ms: number, request: Request | undefined): Asked | undefined {
    const text = fingerprint(statement)
    const isBackground = request === undefined || request.hasEnded
    addTo(tallyOf(tallies, text, isBackground ? BACKGROUND : undefined), ms)
    if (!isBackground) {
      const asked = request.asked.get(text) ?? { ...NOTHING, values: new Set<string>() }
      request.asked.set(text, asked)
      addTo(asked, ms)
      return asked
    }
    if (ms > slowMs) tell('slow', text, { route: BACKGROUND, count: 1, ms: rounded(ms) })
    return undefined
  }

  return {
    onQuery(statement, values) {
      const request = requests.getStore()
      const startedMs = performance.now()
      return () => {
        const asked = count(statement, performance.now() - startedMs, request)
        asked?.values.add(hash('sha256', values.map(String).join('\0')))
      }
    },

    async request(work, describe) {
      const request: Request = { asked: new Map(), hasEnded: false }
      try {
        await requests.run(request, work)
      } finally {
        request.hasEnded = true
        judge(request, describe())
      }
    },

    report: () =>
      report(
        [...tallies]
          .toSorted(([, a], [, b]) => b.totalMs - a.totalMs)
          .slice(0, SHOWN)
          .map(viewOf),
      ),
  }
}

const NOTHING = { count: 0, totalMs: 0, maxMs: 0 } as const

function addTo(sums: { count: number; totalMs: number; maxMs: number }, ms: number): void {
  sums.count += 1
  sums.totalMs += ms
  sums.maxMs = Math.max(sums.maxMs, ms)
}

/** The statement's tally; the cheapest one makes room for a new one. */
function tallyOf(tallies: Map<string, Tally>, text: string, route?: string): Tally {
  let tally = tallies.get(text)
  if (tally === undefined) {
    if (tallies.size >= KEPT) tallies.delete(cheapestOf(tallies))
    tally = { ...NOTHING, routes: new Set(), findings: new Map() }
    tallies.set(text, tally)
  }
  if (route !== undefined && tally.routes.size < ROUTES_KEPT) tally.routes.add(route)
  return tally
}

function cheapestOf(tallies: ReadonlyMap<string, Tally>): string {
  let cheapest = ''
  let leastMs = Infinity
  for (const [text, { totalMs }] of tallies) {
    if (totalMs >= leastMs) continue
    leastMs = totalMs
    cheapest = text
  }
  return cheapest
}

function viewOf([fingerprint, tally]: [string, Tally]): WatchedQuery {
  const { count, totalMs, maxMs, routes, findings } = tally
  return {
    fingerprint,
    count,
    totalMs: rounded(totalMs),
    meanMs: rounded(totalMs / Math.max(count, 1)),
    maxMs: rounded(maxMs),
    routes: [...routes].toSorted(),
    findings: QUERY_FINDINGS.flatMap((kind) => {
      const times = findings.get(kind)
      return times === undefined ? [] : [{ kind, times, advice: adviceFor(kind, fingerprint) }]
    }),
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100
}
