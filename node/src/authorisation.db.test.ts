import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Edge, openEdge, type Person, refusal } from '../../test/src/edge.ts'
import { openWholeNode, type WholeNode } from '../../test/src/whole-node.ts'
import type { NodeContext } from './context.ts'
import { files } from './files/schema.ts'
import { describeApi } from './http/openapi.ts'
import { jobs } from './jobs/schema.ts'
import { inboxItems } from './notifications/inbox-schema.ts'
import { webhooks } from './notifications/webhook-schema.ts'
import { apiTokens, sessions } from './users/schema.ts'

/**
 * Who may call an operation: anybody; every account by session or token; every account by session
 * only, where a leaked token must not do; administrators; programs on this machine and bearers of
 * the token for metrics, which metrics.test.ts tries.
 */
type Access =
  'anybody' | 'account' | 'session' | 'administrator' | 'administrator by session' | 'this machine'

/** A route that is not in this table fails the first test: say here who may call it. */
const ACCESS: Readonly<Record<string, Access>> = {
  changeAccount: 'administrator by session',
  endAccountSessions: 'administrator by session',
  getBackupStatus: 'administrator',
  listAccountSessions: 'administrator',
  listPanelTasks: 'administrator',
  listPeers: 'administrator',
  listSettings: 'administrator',
  retryPeer: 'administrator',
  testPeer: 'administrator',
  changePassword: 'session',
  deleteAccount: 'administrator by session',
  deleteOwnAccount: 'session',
  exportAccount: 'session',
  getAccount: 'administrator',
  inviteAgain: 'administrator',
  listSessions: 'account',
  makeRecoveryLink: 'administrator by session',
  renameToken: 'session',
  requestRecovery: 'anybody',
  resetPassword: 'anybody',
  startDeviceLogin: 'anybody',
  pollDeviceLogin: 'anybody',
  lookUpDeviceLogin: 'session',
  approveDeviceLogin: 'session',
  denyDeviceLogin: 'session',
  revokeInvitation: 'administrator',
  revokeOtherSessions: 'session',
  revokeSession: 'session',
  updateProfile: 'account',
  acknowledgeAlert: 'administrator',
  addPanel: 'administrator',
  cancelJob: 'account',
  changeAnnouncement: 'administrator',
  createAnnouncement: 'administrator',
  changeMaintenance: 'administrator',
  changeQueue: 'administrator',
  changeResultRetention: 'administrator',
  changeQueuedRun: 'administrator',
  createToken: 'session',
  deleteFile: 'account',
  deletePublicKey: 'account',
  deleteToken: 'account',
  downloadFile: 'account',
  endAnnouncement: 'administrator',
  exportAudit: 'administrator',
  getDashboard: 'account',
  getFederationStatistics: 'account',
  getFile: 'account',
  getGa4ghServiceInfo: 'anybody',
  getHealth: 'anybody',
  getHealthHistory: 'administrator',
  getJob: 'account',
  getMaintenance: 'account',
  getMe: 'account',
  getOverallHealth: 'anybody',
  getPanel: 'account',
  getPanelOptions: 'account',
  getPanelSketch: 'account',
  getPanelTask: 'administrator',
  getQueue: 'administrator',
  getServiceInfo: 'anybody',
  getScrub: 'administrator',
  getSiteStatistics: 'administrator',
  getStatus: 'anybody',
  getStorageUsage: 'account',
  getSystemMetrics: 'administrator',
  inviteAccount: 'administrator',
  listAccounts: 'administrator',
  listAllAnnouncements: 'administrator',
  listAnnouncements: 'account',
  listAudit: 'administrator',
  listAlerts: 'administrator',
  listAlertRules: 'administrator',
  listAllJobs: 'administrator',
  listFiles: 'account',
  listJobResults: 'account',
  listJobSamples: 'account',
  listJobs: 'account',
  listOwnPanels: 'administrator',
  listPanels: 'account',
  listQueries: 'administrator',
  listProblems: 'anybody',
  listSilences: 'administrator',
  listRuns: 'administrator',
  listTokens: 'account',
  livez: 'anybody',
  logIn: 'anybody',
  logOut: 'session',
  putPublicKey: 'account',
  readyz: 'anybody',
  readyzCheck: 'anybody',
  reconcileStorage: 'administrator',
  requestScrub: 'administrator',
  retryJob: 'account',
  retryQueuedRun: 'administrator',
  setUpAccount: 'anybody',
  streamEvents: 'account',
  silenceAlert: 'administrator',
  submitJob: 'account',
  unsilenceAlert: 'administrator',
  withdrawPanel: 'administrator',
  listNotifications: 'account',
  countUnreadNotifications: 'account',
  markNotificationRead: 'account',
  markAllNotificationsRead: 'account',
  deleteNotification: 'account',
  getNotificationPreferences: 'account',
  putNotificationPreference: 'account',
  createWebhook: 'session',
  listWebhooks: 'account',
  getWebhook: 'account',
  changeWebhook: 'session',
  deleteWebhook: 'account',
  rotateWebhookSecret: 'session',
  testWebhook: 'account',
  listWebhookDeliveries: 'account',
  replayWebhookDelivery: 'account',
  replayWebhookSince: 'account',
  getMailStatus: 'administrator',
  sendTestMail: 'administrator',
  listMails: 'administrator',
  retryMail: 'administrator',
  listMailTemplates: 'administrator',
  getMailTemplate: 'administrator',
  putMailTemplate: 'administrator',
  resetMailTemplate: 'administrator',
  previewMailTemplate: 'administrator',
  'GET /metrics': 'this machine',
  'GET /api/v1/uploads': 'account',
  'POST /api/v1/uploads': 'account',
  'PATCH /api/v1/uploads': 'account',
  'DELETE /api/v1/uploads': 'account',
  'OPTIONS /api/v1/uploads': 'account',
  'GET /api/v1/uploads/{id}': 'account',
  'POST /api/v1/uploads/{id}': 'account',
  'PATCH /api/v1/uploads/{id}': 'account',
  'DELETE /api/v1/uploads/{id}': 'account',
  'OPTIONS /api/v1/uploads/{id}': 'account',
  'GET /api/v1/openapi.json': 'anybody',
  'GET /api/v1/docs': 'anybody',
  'GET /api/v1/docs/start.js': 'anybody',
  'GET /api/v1/docs/swagger-ui.css': 'anybody',
  'GET /api/v1/docs/swagger-ui-bundle.js': 'anybody',
}

/** What the object in the path of an operation belongs to; every operation for accounts with one is here. */
const OBJECTS: Readonly<
  Record<string, 'job' | 'file' | 'session' | 'token' | 'item' | 'webhook' | 'shared'>
> = {
  cancelJob: 'job',
  deleteFile: 'file',
  deleteToken: 'token',
  downloadFile: 'file',
  getFile: 'file',
  getJob: 'job',
  /** The federation's panels are for every account to see. */
  getPanel: 'shared',
  getPanelOptions: 'shared',
  getPanelSketch: 'shared',
  listJobResults: 'job',
  listJobSamples: 'job',
  renameToken: 'token',
  retryJob: 'job',
  revokeSession: 'session',
  deleteNotification: 'item',
  markNotificationRead: 'item',
  /** Kinds of notifications are the same for everybody. */
  putNotificationPreference: 'shared',
  changeWebhook: 'webhook',
  deleteWebhook: 'webhook',
  getWebhook: 'webhook',
  listWebhookDeliveries: 'webhook',
  replayWebhookDelivery: 'webhook',
  replayWebhookSince: 'webhook',
  rotateWebhookSecret: 'webhook',
  testWebhook: 'webhook',
}

/** Bodies that let a request through to the question whose the object is. */
const BODIES: Readonly<Record<string, object>> = {
  changeWebhook: { name: 'a', url: 'https://example.org', kinds: ['job-failed'], isEnabled: true },
  renameToken: { name: 'another' },
  replayWebhookSince: { since: '2026-01-01T00:00:00Z' },
}

interface Route {
  readonly name: string
  readonly method: string
  /** As OpenAPI writes it: `/api/v1/jobs/{id}`. */
  readonly path: string
}
interface Operation {
  readonly operationId?: string
  readonly security?: readonly object[]
}

/** A busy machine takes its time for passwords. */
const HOOK_MS = 120_000
const READING = ['GET', 'HEAD', 'OPTIONS']

/** Every route that the app has, described or not, by its operationId or by `METHOD path`. */
async function routesOf(): Promise<readonly Route[]> {
  await using edge = await openEdge()
  const { paths = {} } = describeApi(edge.app, '0.0.0')
  const found = new Map<string, Route>()
  for (const { method, path: pattern } of edge.app.routes) {
    if (method === 'ALL') continue
    const path = pattern.replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}')
    const item = (paths as Record<string, Record<string, Operation>>)[path]
    const name = item?.[method.toLowerCase()]?.operationId ?? `${method} ${path}`
    found.set(`${method} ${path}`, { name, method, path })
  }
  return [...found.values()]
}

const routes = await routesOf()
const accessOf = ({ name }: Route) => ACCESS[name]
const having = (...levels: Access[]) =>
  routes.filter((route) => levels.includes(accessOf(route) ?? 'anybody'))
const guarded = having('account', 'session', 'administrator', 'administrator by session')
const changing = guarded.filter(({ method }) => !READING.includes(method))
const forAdministrators = having('administrator', 'administrator by session')
const bySession = having('session', 'administrator by session')

function filled({ path }: Route, id: string = randomUUID()): string {
  return path.replace('{site}', 'site:lund').replaceAll(/\{\w+\}/g, id)
}

describe('who may call each route (T21)', () => {
  let edge: Edge
  let ada: Person
  let admin: Person
  const tokens = { read: '', full: '', admin: '' }
  beforeAll(async () => {
    edge = await openEdge()
    ada = await edge.person('researcher')
    admin = await edge.person('site-admin')
    tokens.read = await edge.apiToken(ada, 'read')
    tokens.full = await edge.apiToken(ada, 'full')
    tokens.admin = await edge.apiToken(admin, 'full')
  }, HOOK_MS)
  afterAll(() => edge[Symbol.asyncDispose]())

  const ask = (route: Route, token: string | undefined) =>
    edge.call(route.method, filled(route), {
      ...(token === undefined ? {} : { token }),
      headers: { 'idempotency-key': randomUUID() },
    })
  const isLetThrough = ({ status }: Response) => status !== 401 && status !== 403

  it('is said for each route, and for no other', () => {
    expect(routes.map(({ name }) => name).toSorted()).toEqual(Object.keys(ACCESS).toSorted())
    expect(guarded.length).toBeGreaterThan(25)
  })

  it('is in the description of each route', () => {
    const { paths = {} } = describeApi(edge.app, '0.0.0')
    const open = Object.values(paths as Record<string, Record<string, Operation>>)
      .flatMap((item) => Object.values(item))
      .filter(({ security }) => security?.length === 0)
      .map(({ operationId = '' }) => operationId)

    const expected = having('anybody').filter(({ name }) => !name.includes(' '))
    expect(open.toSorted()).toEqual(expected.map(({ name }) => name).toSorted())
  })

  it.each(having('anybody'))('$name is for anybody', async (route) => {
    expect(isLetThrough(await ask(route, undefined)) || route.name === 'logIn').toBe(true)
  })

  it.each(guarded)('$name is for nobody without a login', async (route) => {
    const answers = [await ask(route, undefined), await ask(route, 'cpa_of-nobody')]

    expect(await Promise.all(answers.map(refusal))).toEqual([
      [401, 'unauthenticated'],
      [401, 'unauthenticated'],
    ])
  })

  it.each(changing)('$name is not for a token that may only read', async (route) => {
    expect(await refusal(await ask(route, tokens.read))).toEqual([403, 'forbidden'])
  })

  it.each(forAdministrators)('$name is not for a researcher', async (route) => {
    const answers = [await ask(route, ada.token), await ask(route, tokens.full)]

    expect(await Promise.all(answers.map(refusal))).toEqual([
      [403, 'forbidden'],
      [403, 'forbidden'],
    ])
  })

  it.each(bySession)('$name is not for an API token', async (route) => {
    expect(await refusal(await ask(route, tokens.admin))).toEqual([403, 'forbidden'])
  })

  it.each(having('account'))('$name is for a researcher', async (route) => {
    expect(isLetThrough(await ask(route, tokens.full))).toBe(true)
  })

  it.each(having('administrator'))('$name is for an administrator', async (route) => {
    expect(isLetThrough(await ask(route, tokens.admin))).toBe(true)
  })
})

/** One object of each kind, made by Ada. */
async function makeObjects({ db }: NodeContext, accountId: string) {
  const now = new Date()
  const [item, webhook] = [randomUUID(), randomUUID()]
  const [session, token] = [randomUUID(), randomUUID()]
  const objects = { job: randomUUID(), file: randomUUID(), session, token, item, webhook }
  await db.insert(inboxItems).values({
    id: item,
    accountId,
    eventSeq: 1,
    kind: 'job-failed',
    data: {},
    at: now,
  })
  await db.insert(webhooks).values({
    id: webhook,
    accountId,
    name: 'a webhook',
    url: 'https://example.org/',
    kinds: ['job-failed'],
    secret: 'whsec_AAAA',
    createdAt: now,
  })
  await db.insert(files).values({
    id: objects.file,
    accountId,
    kind: 'upload',
    name: 'cohort.vcf.gz',
    state: 'receiving',
    encryptedFor: 'site',
    declaredSize: 10,
    offset: 0,
    blobId: randomUUID(),
    header: Buffer.from('a header'),
    createdAt: now,
    expiresAt: new Date(now.getTime() + 86_400_000),
  })
  await db.insert(jobs).values({
    id: objects.job,
    accountId,
    state: 'checking',
    panelId: 'site:lund/panel',
    hostSite: 'site:lund',
    parameters: { build: 'GRCh38' } as never,
    idempotencyKey: randomUUID(),
    requestSha256: '0'.repeat(64),
    submittedAt: now,
    updatedAt: now,
    deadline: new Date(now.getTime() + 86_400_000),
  })
  await db.insert(apiTokens).values({
    id: objects.token,
    accountId,
    name: 'a token',
    tokenSha256: '1'.repeat(64),
    scope: 'full',
    createdAt: now,
    expiresAt: new Date(now.getTime() + 86_400_000),
  })
  await db.insert(sessions).values({
    id: session,
    accountId,
    tokenSha256: '2'.repeat(64),
    kind: 'browser',
    createdAt: now,
    lastUsedAt: now,
    expiresAt: new Date(now.getTime() + 86_400_000),
  })
  return objects
}

describe("another account's object (T21)", () => {
  let node: WholeNode
  let eve: Person
  let admin: Person
  let objects: Awaited<ReturnType<typeof makeObjects>>
  beforeAll(async () => {
    node = await openWholeNode()
    const roles = ['researcher', 'researcher', 'site-admin'] as const
    const people = await Promise.all(roles.map((role) => node.edge.person(role)))
    const [ada, ...others] = people as [Person, Person, Person]
    ;[eve, admin] = others
    objects = await makeObjects(node.context, ada.id)
  }, HOOK_MS)
  afterAll(() => node[Symbol.asyncDispose]())

  const withObject = having('account', 'session').filter(
    ({ name, path }) => path.includes('{') && !name.includes(' '),
  )
  const owned = withObject.filter(({ name }) => OBJECTS[name] !== 'shared')

  it('is tried on each route that has one in its path', () => {
    expect(withObject.map(({ name }) => name).toSorted()).toEqual(Object.keys(OBJECTS).toSorted())
  })

  it.each(owned)('is not there for $name', async (route) => {
    const kind = OBJECTS[route.name] as keyof typeof objects
    const ask = (id: string, token: string) =>
      node.edge.call(route.method, filled(route, id), { token, body: BODIES[route.name] })

    const answers = [
      await ask(objects[kind], eve.token),
      await ask(objects[kind], admin.token),
      await ask(randomUUID(), eve.token),
    ]

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
    const bodies = await Promise.all(
      answers.map(async (answer) => Object(await answer.json()) as object),
    )
    // The same words as for what never was.
    expect(new Set(bodies.map((body) => (body as { detail?: string }).detail)).size).toBe(1)
  })
})
