import type { AlertView } from '@crosspanel/protocol/alert'
import type { CheckState } from '@crosspanel/protocol/status'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { AnsweredRequest } from '../http/request-log.ts'
import type { Facts } from './facts.ts'
import { RULES } from './rules.ts'

export interface MetricsDeps {
  readonly version: string
  readonly facts: () => Facts
  readonly alerts: () => readonly AlertView[]
  readonly isReady: () => boolean
  readonly poolMax: number
  /** Clients of the live stream; no such metric is exposed when left out. */
  readonly liveClients?: (() => number) | undefined
}
export type Metrics = ReturnType<typeof createMetrics>

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const STATE_NUMBERS: Readonly<Record<CheckState, number>> = { ok: 0, degraded: 1, failed: 2 }
const DURATION_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Of the process and not of a node: several nodes in one process, as in tests, share it. */
let ofProcess: Registry | undefined
function processRegistry(): Registry {
  if (ofProcess === undefined) {
    ofProcess = new Registry()
    collectDefaultMetrics({ register: ofProcess })
  }
  return ofProcess
}

/** What `/metrics` exposes. docs/metrics.md is the contract: a test holds the two equal. */
export function createMetrics(deps: MetricsDeps) {
  const register = new Registry()
  const registers = [register]
  const requests = new Counter({
    name: 'crosspanel_http_requests_total',
    help: 'Requests that were answered',
    labelNames: ['method', 'route', 'status'],
    registers,
  })
  const durations = new Histogram({
    name: 'crosspanel_http_request_duration_seconds',
    help: 'Time until the head of the answer was ready',
    labelNames: ['method', 'route'],
    buckets: DURATION_BUCKETS_S,
    registers,
  })

  /** A gauge whose values are read anew at each scrape; what is not known has no sample. */
  function gauge<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    read: () => Iterable<readonly [labels: Readonly<Record<L, string>>, value: number | null]>,
  ): void {
    new Gauge({
      name: `crosspanel_${name}`,
      help,
      labelNames,
      registers,
      collect() {
        this.reset()
        // Without labels a reset gauge is 0: it is left out instead.
        if (labelNames.length === 0) this.remove({} as never)
        for (const [labels, value] of read()) {
          if (value !== null) this.set(labels as never, value)
        }
      },
    })
  }
  const single = (name: string, help: string, read: () => number | null | undefined) =>
    gauge(name, help, [], () => [[{}, read() ?? null]])

  single('ready', 'Whether /readyz says ready', () => (deps.isReady() ? 1 : 0))
  gauge('build_info', 'Version that runs', ['version'], () => [[{ version: deps.version }, 1]])
  addParts(gauge, deps)
  addPeers(gauge, deps)
  addWork(gauge, single, deps)
  addExpiries(gauge, single, deps)

  return {
    /** Called for each answered request. Labels are bounded: unknown methods are one, so are unknown routes. */
    observe({ method, route, status, ms }: AnsweredRequest): void {
      const known = METHODS.has(method) ? method : 'other'
      requests.inc({ method: known, route, status: `${Math.floor(status / 100)}xx` })
      durations.observe({ method: known, route }, ms / 1000)
    },

    contentType: register.contentType,
    async expose(): Promise<string> {
      return Registry.merge([processRegistry(), register]).metrics()
    },
  }
}

type AddGauge = <L extends string>(
  name: string,
  help: string,
  labelNames: readonly L[],
  read: () => Iterable<readonly [labels: Readonly<Record<L, string>>, value: number | null]>,
) => void
type AddSingle = (name: string, help: string, read: () => number | null | undefined) => void

function addParts(gauge: AddGauge, { facts }: MetricsDeps): void {
  const parts = () => facts().parts
  gauge('part_state', 'State of an own part: 0 ok, 1 degraded, 2 failed', ['part'], () =>
    parts().map(({ name, state }) => [{ part: name }, STATE_NUMBERS[state]] as const),
  )
  gauge('part_response_seconds', 'Time that the last look at a part took', ['part'], () =>
    parts().map(({ name, responseMs }) => [{ part: name }, inSeconds(responseMs)] as const),
  )
  gauge('part_age_seconds', 'Age of the last look at a part', ['part'], () =>
    parts().map(({ name, atMs }) => [{ part: name }, secondsSince(atMs)] as const),
  )
}

function addPeers(gauge: AddGauge, { facts }: MetricsDeps): void {
  const peers = () => facts().peers
  gauge('peer_up', 'Whether a peer answered the last question for its health', ['peer'], () =>
    peers().map(
      ({ siteId, state }) =>
        [{ peer: siteId }, state === undefined ? null : Number(state !== 'failed')] as const,
    ),
  )
  gauge('peer_response_seconds', 'Time that the last answer of a peer took', ['peer'], () =>
    peers().map(({ siteId, responseMs }) => [{ peer: siteId }, inSeconds(responseMs)] as const),
  )
  gauge('peer_heard_age_seconds', 'Time since a peer last answered', ['peer'], () =>
    peers().map(
      ({ siteId, answeredAtMs }) =>
        [{ peer: siteId }, answeredAtMs === undefined ? null : secondsSince(answeredAtMs)] as const,
    ),
  )
  gauge('peer_clock_offset_seconds', "A peer's clock minus ours", ['peer'], () =>
    peers().map(({ siteId, clockOffsetS }) => [{ peer: siteId }, clockOffsetS ?? null] as const),
  )
}

function addWork(gauge: AddGauge, single: AddSingle, deps: MetricsDeps): void {
  const { facts, alerts, liveClients } = deps
  const queues = () => facts().queues ?? []
  gauge('queue_depth', 'What waits to be worked on', ['queue'], () =>
    queues().map(({ queue, depth }) => [{ queue }, depth] as const),
  )
  gauge('queue_oldest_age_seconds', 'Age of what has waited longest', ['queue'], () =>
    queues().map(({ queue, oldestS }) => [{ queue }, oldestS ?? 0] as const),
  )
  const outbox = () => facts().outbox ?? []
  gauge('outbox_messages', 'Messages that wait for a peer', ['peer'], () =>
    outbox().map(({ peer, messages }) => [{ peer }, messages] as const),
  )
  gauge('outbox_oldest_age_seconds', 'Age of the oldest message for a peer', ['peer'], () =>
    outbox().map(({ peer, oldestS }) => [{ peer }, oldestS] as const),
  )
  gauge('alerts', 'Active alerts', ['code', 'severity'], () =>
    [...Map.groupBy(alerts(), ({ code }) => code)].map(
      ([code, same]) => [{ code, severity: RULES[code].severity }, same.length] as const,
    ),
  )
  gauge('disk_free_bytes', 'Free space for this node', ['volume'], () =>
    (facts().volumes ?? []).map(({ name, freeBytes }) => [{ volume: name }, freeBytes] as const),
  )
  gauge('disk_size_bytes', 'Size of the volume', ['volume'], () =>
    (facts().volumes ?? []).map(({ name, sizeBytes }) => [{ volume: name }, sizeBytes] as const),
  )
  gauge('disk_full_in_seconds', 'Time until the volume is full, while it fills', ['volume'], () =>
    (facts().volumes ?? []).map(({ name, fullInS }) => [{ volume: name }, fullInS] as const),
  )
  gauge('database_connections', 'Connections to the database, by state', ['state'], () =>
    Object.entries(facts().database?.connections ?? {}).map(
      ([state, count]) => [{ state }, count] as const,
    ),
  )
  single('database_pool_max', 'Connections that this process may open', () => deps.poolMax)
  single('database_size_bytes', 'Size of the database', () => facts().database?.sizeBytes)
  single(
    'mail_undeliverable',
    'Messages given up in the last day',
    () => facts().mail?.undeliverable,
  )
  single('files_damaged', 'Stored files that are not what was stored', () => facts().damagedFiles)
  if (liveClients !== undefined) {
    single('live_clients', 'Open streams of live events', liveClients)
  }
}

function addExpiries(gauge: AddGauge, single: AddSingle, { facts }: MetricsDeps): void {
  single('federation_document_issued_timestamp_seconds', 'When it was signed', () =>
    timestampOf(facts().document?.issued),
  )
  single('federation_document_expiry_timestamp_seconds', 'When it expires', () =>
    timestampOf(facts().document?.expires),
  )
  single('certificate_expiry_timestamp_seconds', 'When the TLS certificate expires', () =>
    timestampOf(facts().certificateExpires),
  )
  gauge('key_expiry_timestamp_seconds', 'When a key of the site expires', ['key'], () =>
    facts().keys.map(({ key, expires }) => [{ key }, timestampOf(expires)] as const),
  )
  gauge('backup_timestamp_seconds', 'When the newest back-up was taken', ['backup'], () => {
    const { taken, verified } = facts().backup ?? {}
    return [
      [{ backup: 'taken' }, timestampOf(taken?.at)] as const,
      [{ backup: 'verified' }, timestampOf(verified?.at)] as const,
    ]
  })
}

function timestampOf(at: Date | undefined): number | null {
  return at === undefined ? null : at.getTime() / 1000
}

function inSeconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000
}

function secondsSince(atMs: number): number {
  return (performance.now() - atMs) / 1000
}
