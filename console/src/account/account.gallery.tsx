import type { AccountDetail } from '@crosspanel/protocol/account'
import { NOTIFICATION_KINDS } from '@crosspanel/protocol/notification'
import { sight } from '@crosspanel/protocol/sights'
import { ago, type GalleryView } from '../gallery/view.ts'

const LONG =
  'A name so long that nobody has it, with a title, three surnames and the name of a chair'

const me: AccountDetail = {
  id: '019ac0de-0000-7000-8000-0000000000c1',
  email: 'a.very.long.address.of.a.researcher@computational-biology.university-hospital.example',
  name: LONG,
  role: 'researcher',
  affiliation: 'Computational Biology Division, Faculty of Health Sciences',
  isSetUp: true,
  isDisabled: false,
  isBeingDeleted: false,
  publicKey: null,
  createdAt: ago(60 * 24 * 90),
  lastLoginAt: ago(5),
  quotas: {
    jobsLive: { max: 10, used: 3, isOwn: false },
    jobsPerDay: { max: 100, used: 12, isOwn: false },
    storageBytes: { max: 100_000_000_000, used: 71_234_567_890, isOwn: true },
  },
}

const sessions = {
  sessions: [
    {
      id: '019ac0de-0000-7000-8000-0000000000c2',
      kind: 'browser',
      network: '192.0.2.0/24',
      client: 'Firefox, Linux',
      createdAt: ago(600),
      lastUsedAt: ago(0),
      expiresAt: ago(-600),
      isCurrent: true,
    },
    {
      id: '019ac0de-0000-7000-8000-0000000000c3',
      kind: 'command-line',
      network: null,
      client:
        'login-node-3.computing-cluster.faculty-of-health-sciences.university-hospital.example',
      createdAt: ago(6000),
      lastUsedAt: ago(300),
      expiresAt: ago(-6000),
      isCurrent: false,
    },
  ],
}

const tokens = {
  tokens: [
    {
      id: '019ac0de-0000-7000-8000-0000000000c4',
      name: LONG,
      scope: 'full',
      createdAt: ago(6000),
      expiresAt: ago(-6000),
      lastUsedAt: null,
    },
  ],
}

const preferences = {
  preferences: NOTIFICATION_KINDS.map((kind, at) => ({
    kind,
    inbox: { isOn: true, isFixed: at % 3 === 0 },
    mail: { isOn: at % 2 === 0, isFixed: false },
    webhook: { isOn: false, isFixed: at % 4 === 0 },
  })),
}

const [disabledWhy, told] = sight('webhook.status', { status: 503 })
const webhook = {
  id: '019ac0de-0000-7000-8000-0000000000c5',
  name: 'The pipeline of the laboratory',
  url: 'https://pipeline.laboratory.university-hospital.example/a/very/long/path/to/crosspanel',
  kinds: ['job-completed', 'job-failed'],
  scope: 'own',
  createdAt: ago(60_000),
  isEnabled: false,
  ...{ disabledWhy, told },
  previousSecretUntil: null,
}

const [seen, late] = sight('delivery.late')
const deliveries = {
  next: null,
  deliveries: (['waiting', 'delivered', 'failed'] as const).map((state, at) => ({
    id: `019ac0de-0000-7000-8000-0000000000d${at}`,
    kind: 'job-completed',
    state,
    attempts: at * 4,
    status: state === 'delivered' ? 204 : null,
    ...(state === 'failed' ? { fault: 'timeout', seen, told: late } : { fault: null }),
    durationMs: 120,
    lastAttemptAt: ago(10),
    nextAttemptAt: null,
    createdAt: ago(100 * (at + 1)),
  })),
}

const file = {
  id: '019ac0de-0000-7000-8000-0000000000e1',
  name: 'a-very-long-name-of-a-cohort-that-was-genotyped-in-2026.chr20.dose.vcf.gz',
  kind: 'result',
  state: 'complete',
  jobId: '019ac0de-0000-7000-8000-000000000001',
  encryptedFor: 'researcher',
  size: 1_812_345_678,
  sha256: 'a'.repeat(64),
  declaredSize: null,
  receivedBytes: null,
  createdAt: ago(100),
  completedAt: ago(90),
  expiresAt: ago(-60 * 24 * 30),
  downloads: 1,
  downloadedAt: ago(30),
  damagedAt: null,
  deletedAt: null,
  deletedBecause: null,
  destroyedAt: null,
}
const files = {
  next: null,
  files: [
    file,
    { ...file, id: '019ac0de-0000-7000-8000-0000000000e2', damagedAt: ago(3) },
    {
      ...file,
      id: '019ac0de-0000-7000-8000-0000000000e3',
      name: 'cohort.vcf.gz',
      kind: 'upload',
      state: 'receiving',
      jobId: null,
      size: null,
      declaredSize: 1000,
      receivedBytes: 420,
    },
  ],
}
const usage = { usedBytes: 71_234_567_890, files: 4321, quotaBytes: 100_000_000_000 }

export const views: readonly GalleryView[] = [
  { name: 'account', path: '/account', answers: { 'GET /api/v1/me': { body: me } } },
  {
    name: 'account, no key',
    path: '/account/keys',
    answers: { 'GET /api/v1/me': { body: me } },
  },
  {
    name: 'account, key',
    path: '/account/keys',
    answers: {
      'GET /api/v1/me': {
        body: { ...me, publicKey: 'a2V5LW9mLTMyLWJ5dGVzLWZvci10aGUtZ2FsbGVyeSE' },
      },
    },
  },
  {
    name: 'account, access',
    path: '/account/access',
    answers: {
      'GET /api/v1/sessions': { body: sessions },
      'GET /api/v1/tokens': { body: tokens },
    },
  },
  {
    name: 'account, notifications',
    path: '/account/notifications',
    answers: { 'GET /api/v1/notification-preferences': { body: preferences } },
  },
  {
    name: 'account, webhooks',
    path: '/account/webhooks',
    answers: { 'GET /api/v1/webhooks': { body: { webhooks: [webhook] } } },
  },
  {
    name: 'account, webhook',
    path: `/account/webhooks/${webhook.id}`,
    answers: {
      [`GET /api/v1/webhooks/${webhook.id}`]: { body: webhook },
      [`GET /api/v1/webhooks/${webhook.id}/deliveries`]: { body: deliveries },
    },
  },
  {
    name: 'account, files',
    path: '/files',
    answers: { 'GET /api/v1/files': { body: files }, 'GET /api/v1/files/usage': { body: usage } },
  },
  {
    name: 'account, no files',
    path: '/files',
    answers: {
      'GET /api/v1/files': { body: { files: [], next: null } },
      'GET /api/v1/files/usage': { body: { usedBytes: 0, files: 0, quotaBytes: null } },
    },
  },
]
