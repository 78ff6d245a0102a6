import { readFileSync } from 'node:fs'
import type { HttpBindings } from '@hono/node-server'
import { describe, expect, it } from 'vitest'
import { onError } from '../http/problems.ts'
import { createRouter } from '../http/router.ts'
import type { Facts } from './facts.ts'
import { metricsRoutes } from './health-routes.ts'
import type { MetricsAccess } from './metrics-access.ts'
import { createMetrics } from './metrics.ts'

const AT = new Date('2026-01-01T00:00:00Z')
const TABLE = new URL('../../../docs/metrics.md', import.meta.url)
const backup = {
  at: AT,
  kind: 'full' as const,
  sizeBytes: 1,
  sha256: '0'.repeat(64),
  verifiedAt: AT,
}

/** A node that knows everything there is to know. */
const FACTS: Facts = {
  parts: [{ name: 'database', state: 'ok', seen: 'fine', responseMs: 2, atMs: 0 }],
  peers: [
    {
      siteId: 'site:ibadan',
      name: 'Ibadan',
      state: 'failed',
      seen: 'no answer',
      responseMs: 3,
      askedAtMs: 0,
      answeredAtMs: 0,
      failingSinceMs: 0,
      clockOffsetS: 1,
    },
  ],
  registryClockOffsetS: undefined,
  document: { issued: AT, expires: AT },
  keys: [{ key: 'sign', expires: AT }],
  volumes: [{ name: 'data', freeBytes: 1, sizeBytes: 2, fullInS: 3 }],
  queues: [{ queue: 'runs', depth: 4, oldestS: 5 }],
  outbox: [{ peer: 'site:ibadan', messages: 6, oldestS: 7 }],
  database: { sizeBytes: 8, connections: { idle: 9 } },
  backup: { taken: backup, verified: backup, since: AT },
  certificateExpires: AT,
  mail: { undeliverable: 0, waiting: 0, oldestWaitingS: 0 },
  damagedFiles: 0,
  manyMissing: undefined,
}
const ALERT = {
  id: '018f0000-0000-7000-8000-000000000000',
  ...({ code: 'disk-low', subject: 'node', severity: 'critical', state: 'raised' } as const),
  ...{ seen: '', means: '', fix: '', raisedAt: AT.toISOString() },
  ...{ acknowledgedAt: null, resolvedAt: null, silencedUntil: null },
}

function metricsOf(facts: Facts = FACTS) {
  const metrics = createMetrics({
    version: '1.2.3',
    facts: () => facts,
    alerts: () => [ALERT],
    isReady: () => true,
    poolMax: 10,
    liveClients: () => 2,
  })
  metrics.observe({ method: 'GET', route: '/api/v1/jobs/:id', status: 200, ms: 12 })
  return metrics
}

/** `name type labels` of each metric, labels in order. */
function described(text: string): string[] {
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)]
  return types
    .map(([, name = '', type = '']) => {
      const samples = text.matchAll(
        new RegExp(`^${name}(?:_bucket|_sum|_count)?(?:\\{(.*)\\})? `, 'gm'),
      )
      const labels = new Set(
        [...samples].flatMap(([, inside = '']) =>
          [...inside.matchAll(/(\w+)="/g)].map(([, label = '']) => label),
        ),
      )
      labels.delete('le')
      return `${name} ${type} ${[...labels].toSorted().join(',')}`.trim()
    })
    .toSorted()
}

function documented(): string[] {
  const rows = readFileSync(TABLE, 'utf8').matchAll(
    /^\| `(\w+)` +\| (\w+) +\| ([^|]*?) +\| ([^|]*?) +\|/gm,
  )
  return [...rows]
    .map(([, name, type, labels = '']) =>
      `${name} ${type} ${labels
        .split(',')
        .map((label) => label.replaceAll('`', '').trim())
        .filter((label) => label !== '')
        .toSorted()
        .join(',')}`.trim(),
    )
    .toSorted()
}

describe('the metrics', () => {
  it('are those that docs/metrics.md lists, with their types and labels', async () => {
    const exposed = described(await metricsOf().expose())

    expect(exposed.filter((line) => line.startsWith('crosspanel_'))).toEqual(documented())
    expect(exposed.length).toBeGreaterThan(documented().length)
  })

  it('have no sample for what is not known', async () => {
    const text = await metricsOf({
      ...FACTS,
      ...{ backup: undefined, certificateExpires: undefined, queues: undefined },
    }).expose()

    expect(text).not.toMatch(/^crosspanel_(backup|certificate|queue)_\w+[ {]/m)
    expect(text).toMatch(/^crosspanel_database_size_bytes 8$/m)
  })

  it('keep labels bounded, whatever is asked for', async () => {
    const metrics = metricsOf()
    for (let n = 0; n < 50; n += 1) {
      metrics.observe({ method: `M${n}`, route: '/api/v1/*', status: 404, ms: 1 })
    }

    const text = await metrics.expose()

    expect(text.match(/^crosspanel_http_requests_total\{/gm)).toHaveLength(2)
    expect(text).toContain('method="other",route="/api/v1/*",status="4xx"} 50')
  })
})

describe('/metrics', () => {
  const TOKEN = 'a-token-that-nobody-guesses'
  interface From {
    readonly address?: string
    readonly headers?: Record<string, string>
  }
  async function statusOf(access: MetricsAccess, { address = '127.0.0.1', headers = {} }: From) {
    const app = createRouter()
    app.onError(onError)
    app.route('/', metricsRoutes(metricsOf(), access))
    const env = { incoming: { socket: { remoteAddress: address } } } as unknown as HttpBindings
    return (await app.request('/metrics', { headers }, env)).status
  }
  const local = { token: undefined, url: undefined }
  const bearer = { authorization: `Bearer ${TOKEN}` }

  it.each<[string, MetricsAccess, From, number]>([
    ['this machine', local, {}, 200],
    [
      'this machine, of a node with an address on it',
      { ...local, url: 'http://[::1]:80' },
      {},
      200,
    ],
    ['another machine', local, { address: '192.0.2.7' }, 403],
    ['a proxy on this machine', local, { headers: { 'x-forwarded-for': '192.0.2.7' } }, 403],
    [
      'this machine, when a proxy stands before it',
      { ...local, url: 'https://a.example' },
      {},
      403,
    ],
    ['who has the token', { token: TOKEN, url: 'https://a.example' }, { headers: bearer }, 200],
    [
      'afar, with the token',
      { ...local, token: TOKEN },
      { address: '192.0.2.7', headers: bearer },
      200,
    ],
    ['who has another token', { token: 'x', url: undefined }, { headers: bearer }, 401],
    ['afar, without the token', { ...local, token: TOKEN }, { address: '192.0.2.7' }, 401],
  ])('asked from %s', async (_, access, from, status) => {
    expect(await statusOf(access, from)).toBe(status)
  })
})
