import type { AlertCode, AlertView } from '@crosspanel/protocol/alert'
import { ALERT_TEXTS } from '@crosspanel/protocol/alert-texts'
import type { BackupStatus } from '@crosspanel/protocol/backup'
import { type Sight, sight } from '@crosspanel/protocol/sights'
import type { OverallHealth, SystemMetrics } from '@crosspanel/protocol/status'
import { ago, type GalleryView } from '../../gallery/view.ts'

const sights = ([seen, told]: Sight) => ({ seen, told })
const part = (name: string, sighted: Sight) => ({
  ...{ name, ...sights(sighted) },
  ...{ state: 'ok' as const, responseMs: 1.4, ageS: 2 },
})

const alert = (n: number, code: AlertCode, changes: Partial<AlertView>): AlertView => ({
  id: `019ac0de-0000-7000-8000-0000000000e${n}`,
  code,
  subject: 'data',
  severity: 'warning',
  state: 'raised',
  ...sights(sight('volume.filling', { leftS: 18_000 })),
  ...ALERT_TEXTS[code],
  raisedAt: ago(90),
  acknowledgedAt: null,
  resolvedAt: null,
  silencedUntil: null,
  ...changes,
})

const calm: OverallHealth = {
  siteId: 'site:lund',
  time: ago(0),
  state: 'ok',
  isReady: true,
  parts: [
    part('database', sight('database.ok')),
    part('migrations', sight('migrations.ok')),
    part('worker', sight('worker.seen', { seconds: 2 })),
    part('disk', sight('disk', { freeBytes: 1.2e12, neededBytes: 1e9 })),
    part('hints', sight('hints.ok')),
    part('engines', sight('engines.ok')),
    part('clock', sight('clock.slow', { seconds: 0.1, clocks: 41 })),
  ],
  peers: [
    {
      ...{ siteId: 'site:cape-town', name: 'Cape Town', state: 'ok', ...sights(sight('peer.ok')) },
      ...{ responseMs: 12, ageS: 2, heardAgeS: 2, clockOffsetS: 0.1 },
    },
  ],
  alerts: [],
}

const troubled: OverallHealth = {
  ...calm,
  state: 'failed',
  parts: calm.parts.map((each) => {
    if (each.name === 'worker') {
      return {
        ...each,
        state: 'failed',
        ...sights(sight('worker.seen', { seconds: 312 })),
        responseMs: null,
      }
    }
    if (each.name === 'hints') {
      return { ...each, state: 'degraded', ...sights(sight('hints.away')), responseMs: null }
    }
    if (each.name === 'disk') {
      return { ...each, ...sights(sight('disk', { freeBytes: 1.2e11, neededBytes: 1e9 })) }
    }
    return each
  }),
  peers: calm.peers.map((peer) => ({ ...peer, state: 'failed', ...sights(sight('peer.silent')) })),
  alerts: [
    alert(1, 'disk-filling', {}),
    alert(2, 'peer-down', {
      subject: 'site:an-institution-with-a-very-long-name-indeed',
      severity: 'critical',
      ...sights(sight('peer-down.silent', { downS: 620 })),
      state: 'acknowledged',
      acknowledgedAt: ago(10),
      silencedUntil: ago(-480),
    }),
  ],
}

export const machine: SystemMetrics = {
  time: ago(0),
  uptimeS: 86_400,
  cpu: { cores: 16, load1: 11.27, processShare: 0.4 },
  memory: {
    totalBytes: 64e9,
    freeBytes: 3.2e9,
    residentBytes: 4e8,
    heapUsedBytes: 2e8,
  },
  eventLoop: { meanMs: 10.2, p99Ms: 14.9, maxMs: 80 },
  volumes: [{ name: 'data', freeBytes: 1.2e11, sizeBytes: 2e12, fullInS: 18_000 }],
  database: { sizeBytes: 2.4e9, poolMax: 10, connections: { active: 1, idle: 9 }, responseMs: 1 },
  queues: [
    { queue: 'runs', depth: 1234, oldestS: 7_261 },
    { queue: 'jobs', depth: 0, oldestS: null },
  ],
  outbox: [{ peer: 'site:cape-town', messages: 14, oldestS: 640 }],
}

export const backup: BackupStatus = {
  taken: {
    ...{ at: ago(300), kind: 'full', sizeBytes: 4.1e10, verifiedAt: null },
    sha256: 'a3'.repeat(32),
  },
  verified: {
    ...{ at: ago(3_000), kind: 'full', sizeBytes: 4e10, verifiedAt: ago(2_900) },
    sha256: 'b4'.repeat(32),
  },
  alertAfterS: 129_600,
}

const idle: SystemMetrics = {
  ...machine,
  volumes: [{ name: 'data', freeBytes: 1.2e12, sizeBytes: 2e12, fullInS: null }],
  queues: (machine.queues ?? []).map(({ queue }) => ({ queue, depth: 0, oldestS: null })),
  outbox: [],
}

const answersOf = (health: OverallHealth, status: BackupStatus, metrics: SystemMetrics) => ({
  'GET /api/v1/health/overall': { body: health },
  'GET /api/v1/metrics/system': { body: metrics },
  'GET /api/v1/admin/backup': { body: status },
})

export const views: readonly GalleryView[] = [
  {
    name: 'admin health, all is well',
    path: '/admin',
    as: 'site-admin',
    answers: answersOf(calm, backup, idle),
  },
  {
    name: 'admin health, in trouble',
    path: '/admin',
    as: 'site-admin',
    answers: answersOf(troubled, { taken: null, verified: null, alertAfterS: 129_600 }, machine),
  },
  {
    name: 'admin alerts',
    path: '/admin/alerts',
    as: 'site-admin',
    answers: {
      'GET /api/v1/alerts': { body: { alerts: troubled.alerts, next: 'more' } },
      'GET /api/v1/alerts/silences': {
        body: {
          silences: [
            {
              id: '019ac0de-0000-7000-8000-0000000000f1',
              code: 'backup-old',
              subject: null,
              reason: 'The tape library is serviced until Friday.',
              createdBy: '019ac0de-0000-7000-8000-000000000001',
              createdAt: ago(60),
              until: ago(-480),
            },
          ],
        },
      },
    },
  },
  {
    name: 'admin alerts, none',
    path: '/admin/alerts',
    as: 'site-admin',
    answers: {
      'GET /api/v1/alerts': { body: { alerts: [], next: null } },
      'GET /api/v1/alerts/silences': { body: { silences: [] } },
    },
  },
]
