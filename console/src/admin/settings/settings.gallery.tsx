import type { AuditEntryView } from '@crosspanel/protocol/audit'
import type { SettingOrigin, SettingView } from '@crosspanel/protocol/settings'
import { ago, type GalleryView } from '../../gallery/view.ts'
import { backup, machine } from '../health/health.gallery.tsx'

const setting = (
  name: string,
  value: string | null,
  origin: SettingOrigin,
  changes: Partial<SettingView> = {},
): SettingView => ({
  ...{ name, value, origin },
  description: 'What it sets, in one sentence that is not too long to be read',
  isSecret: false,
  isSet: value !== null,
  ...changes,
})

const settings = [
  setting('queue mode', 'open', 'database'),
  setting('CROSSPANEL_SITE', 'site:lund', 'file'),
  setting('CROSSPANEL_PORT', '8080', 'default'),
  setting('CROSSPANEL_URL', 'https://an-institution-with-a-long-name.example.org', 'environment'),
  setting('DATABASE_URL', null, 'command', { isSecret: true, isSet: true }),
  setting('REDIS_URL', null, 'default', { isSecret: true }),
  setting('CROSSPANEL_CORES', null, 'default'),
  setting('CROSSPANEL_UPLOAD_RETENTION_DAYS', '30', 'default', {
    description: 'Days that an upload which no job uses is kept',
  }),
  setting('CROSSPANEL_SCRUB_DAYS', '30', 'file', {
    description: 'Days in which every stored file is read again and compared with its digest',
  }),
]

const entries: AuditEntryView[] = ['account.invited', 'queue.drained', 'peer.retry-now'].map(
  (action, n) => ({
    seq: 100 - n,
    at: ago(n * 7),
    actor: 'account:019ac0de-0000-7000-8000-000000000001',
    action,
    object: n === 2 ? 'site:cape-town' : null,
    details: n === 1 ? { reason: 'The cluster moves to another room', from: 'open' } : {},
  }),
)

const scrub = {
  isRunning: true,
  requestedAt: ago(5),
  startedAt: ago(4),
  finishedAt: ago(40_000),
  checkedFiles: 12_345,
  checkedBytes: 4.5e12,
  foundDamaged: 1,
  dueFiles: 321,
  damagedFiles: 2,
}

export const views: readonly GalleryView[] = [
  {
    name: 'admin settings',
    path: '/admin/settings',
    as: 'site-admin',
    answers: { 'GET /api/v1/admin/settings': { body: { settings } } },
  },
  {
    name: 'admin audit',
    path: '/admin/audit',
    as: 'site-admin',
    answers: { 'GET /api/v1/admin/audit': { body: { entries, next: 97 } } },
  },
  {
    name: 'admin audit, none',
    path: '/admin/audit?actor=nobody',
    as: 'site-admin',
    answers: { 'GET /api/v1/admin/audit': { body: { entries: [], next: null } } },
  },
  {
    name: 'admin storage',
    path: '/admin/storage',
    as: 'site-admin',
    answers: {
      'GET /api/v1/metrics/system': { body: machine },
      'GET /api/v1/storage/scrub': { body: scrub },
      'GET /api/v1/admin/settings': { body: { settings } },
      'GET /api/v1/admin/backup': { body: backup },
    },
  },
]
