import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { JWS_TYPES } from '@crosspanel/protocol/compact-jws'
import { sight } from '@crosspanel/protocol/sights'
import type {
  FederationDocument,
  FederationMember,
  GeneralJws,
} from '@crosspanel/protocol/federation'
import type { SiteId } from '@crosspanel/protocol/ids'
import { generateSigningKeyPair, importSigningKey, keyIdOf } from '@crosspanel/protocol/keys'
import { MESSAGE_TYPES } from '@crosspanel/protocol/message'
import { documentSha256, signDocument } from '@crosspanel/protocol/signed-document'
import { absentParts } from './absent.ts'
import { EDGE_CONFIG, openRateLimiter } from './edge.ts'
import { cloneDatabase } from './postgres.ts'
import { createApp } from '@crosspanel/node/app'
import { openDb } from '@crosspanel/node/db'
import { type Hints, openInProcessHints } from '@crosspanel/node/hints'
import { serveApp } from '@crosspanel/node/http/server'
import { createLogger } from '@crosspanel/node/logger'
import {
  createHttpClient,
  HttpFailure,
  type HttpRequest,
  type HttpResponse,
  type SendHttp,
} from '@crosspanel/node/peers/http-client'
import { createPeers, type PeersDeps } from '@crosspanel/node/peers/peers'
import type { IncomingMessage, MessageHandlers } from '@crosspanel/node/peers/ports'
import { createSiteKeys, readIdentityKeys, readSiteKeys } from '@crosspanel/node/peers/site-keys'
import { signStatement } from '@crosspanel/node/peers/statement'
import type { Tx } from '@crosspanel/node/db'
import type { MessageType } from '@crosspanel/protocol/message'

const REGISTRY_URL = 'http://registry.test'
const DAY_MS = 86_400_000

export type TestPeers = Awaited<ReturnType<typeof openTestPeers>>
export type TestPeer = Awaited<ReturnType<typeof openPeer>>

/** A registry's published side that a test can make lie, roll back or fall silent. */
export async function createTestRegistry(now: () => Date) {
  const root = await generateSigningKeyPair()
  const signer = await importSigningKey(root.privateJwk)
  const members = new Map<SiteId, FederationMember>()
  const documents = new Map<string, GeneralJws>()
  let version = 0
  const registry = {
    root,
    signer,
    members,
    documents,
    isDown: false,
    requests: [] as string[],
    /** Answered instead of the signed document. */
    instead: undefined as unknown,
    current: undefined as GeneralJws | undefined,

    async sign(changes: Partial<FederationDocument> = {}, key = signer): Promise<GeneralJws> {
      const document: FederationDocument = {
        federationId: 'fed:test',
        version,
        issued: now().toISOString(),
        expires: new Date(now().getTime() + 14 * DAY_MS).toISOString(),
        root: { keys: [root.publicJwk], threshold: 1 },
        minProtocol: 1,
        members: [...members.values()],
        ...changes,
      }
      return signDocument(document, JWS_TYPES.federation, [key])
    },

    /** Publishes the members as they are now under the next version. */
    async publish(changes: Partial<FederationDocument> = {}): Promise<void> {
      version += 1
      registry.current = await registry.sign(changes)
    },

    async setStatus(siteId: SiteId, status: FederationMember['status']): Promise<void> {
      const member = members.get(siteId)
      if (member === undefined) throw new Error(`${siteId} is no member`)
      members.set(siteId, { ...member, status })
      await registry.publish()
    },

    async answer({ method, url, body }: HttpRequest): Promise<HttpResponse> {
      const path = url.slice(REGISTRY_URL.length)
      registry.requests.push(`${method} ${path}`)
      if (registry.isDown) throw new HttpFailure(sight('answer.broken', { code: 'ECONNREFUSED' }))
      if (path === '/v1/federation') return json(200, registry.instead ?? registry.current)
      const siteId = path.split('/')[3] ?? ''
      if (path.startsWith('/v1/reports/')) return json(200, { received: now().toISOString() })
      if (method === 'PUT' && body !== undefined) {
        const jws = JSON.parse(Buffer.from(body).toString('utf8')) as GeneralJws
        const sha256 = await documentSha256(jws)
        const member = members.get(siteId)
        if (member === undefined) return json(404, {})
        documents.set(sha256, jws)
        members.set(siteId, { ...member, descriptorSha256: sha256 })
        await registry.publish()
        return json(200, { sha256 })
      }
      const found = documents.get(siteId)
      if (found !== undefined) return json(200, found)
      const problem = { type: 'x', title: 'x', status: 404, code: 'route-not-found' }
      return { ...json(404, problem), headers: { 'content-type': 'application/problem+json' } }
    },
  }
  return registry
}

export interface TestPeerOptions extends Partial<
  Pick<PeersDeps, 'onRefused' | 'onPutOff' | 'onUploadVerified'>
> {
  readonly hints?: Hints
  readonly handle?: (tx: Tx, message: IncomingMessage<MessageType>) => Promise<void>
}

/** Sites with their own databases, keys and HTTP servers in this process, and a registry between them. */
export async function openTestPeers(
  sites: readonly SiteId[],
  options: Readonly<Record<SiteId, TestPeerOptions>> = {},
) {
  await using stack = new AsyncDisposableStack()
  const clock = { offsetMs: 0 }
  const now = () => new Date(Date.now() + clock.offsetMs)
  const registry = await createTestRegistry(now)
  const peers = new Map<SiteId, TestPeer>()
  for (const siteId of sites) {
    peers.set(siteId, await openPeer(siteId, { registry, now, stack }, options[siteId] ?? {}))
  }
  await registry.publish()
  for (const peer of peers.values()) await peer.modules.syncFederation()
  const owned = stack.move()
  return {
    registry,
    clock,
    now,
    peer(siteId: SiteId): TestPeer {
      const found = peers.get(siteId)
      if (found === undefined) throw new Error(`no peer ${siteId}`)
      return found
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function openPeer(
  siteId: SiteId,
  network: {
    readonly registry: Awaited<ReturnType<typeof createTestRegistry>>
    readonly now: () => Date
    readonly stack: AsyncDisposableStack
  },
  options: TestPeerOptions,
) {
  const { registry, now, stack } = network
  const dir = await mkdtemp(join(tmpdir(), 'crosspanel-peer-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  await createSiteKeys(join(dir, 'keys'), siteId)
  const keys = await readSiteKeys(join(dir, 'keys'))
  const identity = await readIdentityKeys(join(dir, 'keys'))
  const database = stack.use(await cloneDatabase('node'))
  const { db, sql, close } = openDb(database.url)
  stack.defer(close)
  const process: { app?: ReturnType<typeof createApp> } = {}
  const fetch = (request: Request) => process.app?.fetch(request) ?? new Response(null)
  const { url, close: stop } = await serveApp({ fetch }, { host: '127.0.0.1', port: 0 })
  stack.defer(() => stop(0))
  const fields = {
    organisation: `${siteId} institute`,
    siteName: siteId.slice('site:'.length),
    url,
    reach: 'inbound',
    contact: 'ops@example.org',
  } as const
  const statement = await signStatement(identity, fields, now())
  const sha256 = await documentSha256(statement)
  registry.documents.set(sha256, statement)
  registry.members.set(siteId, {
    siteId,
    status: 'active',
    since: now().toISOString(),
    rootKid: await keyIdOf(identity.root),
    statementSha256: sha256,
  })

  const http = stack.use(createHttpClient())
  const received: IncomingMessage<MessageType>[] = []
  /** What the network does to the site's requests to peers. */
  const line: { send: SendHttp } = { send: http.send }
  const log = createLogger({ siteId, logLevel: 'silent' })
  const handle = async (tx: Tx, message: IncomingMessage<MessageType>): Promise<void> => {
    await options.handle?.(tx, message)
    received.push(message)
  }
  const handlers = Object.fromEntries(
    MESSAGE_TYPES.map((type) => [type, handle]),
  ) as unknown as MessageHandlers

  async function start(more: Partial<PeersDeps> = {}) {
    const modules = await createPeers({
      config: {
        dataDir: dir,
        registryUrl: undefined,
        federationPollMs: 60_000,
        healthPollMs: 1_000,
        peerTimeoutMs: 2_000,
        transferTimeoutMs: 10_000,
        peerBackoffMaxMs: 1,
        peerMessageDays: 365,
      },
      db,
      hints: options.hints ?? openInProcessHints(),
      log,
      keys,
      trust: {
        registryUrl: REGISTRY_URL,
        federationId: 'fed:test',
        rootKeys: [registry.root.publicJwk],
        threshold: 1,
        statement,
      },
      handlers,
      onUploadVerified: options.onUploadVerified ?? (() => Promise.resolve()),
      onRefused: options.onRefused ?? (() => Promise.resolve()),
      onPutOff: options.onPutOff ?? (() => Promise.resolve()),
      limitPeer: () => Promise.resolve(undefined),
      reportFacts: () => Promise.resolve({ isReady: true, checks: [] }),
      readActivity: () => Promise.resolve(undefined),
      takeAnnouncements: () => Promise.resolve(),
      healthFacts: () =>
        Promise.resolve({ isReady: true, hasLiveWorker: true, queuedRuns: 0, runningRuns: 0 }),
      newId: randomUUID,
      now,
      send: (request) =>
        request.url.startsWith(REGISTRY_URL) ? registry.answer(request) : line.send(request),
      ...more,
    })
    process.app = createApp(
      absentParts({
        config: EDGE_CONFIG,
        rateLimiter: openRateLimiter(),
        version: '0.0.0',
        log,
        newId: randomUUID,
        now,
        mountPeers(root) {
          root.route('/peer/v1', modules.routes).route('/.well-known', modules.wellKnown)
        },
      }),
    )
    return modules
  }

  const peer = {
    siteId,
    dir,
    url,
    keys,
    identity,
    statement,
    db,
    sql,
    line,
    received,
    sendDirectly: http.send,
    modules: await start(),
    /** A new process on the same database, directory and address. */
    async restart(more: Partial<PeersDeps> = {}): Promise<void> {
      peer.modules = await start(more)
    },
  }
  return peer
}

function json(status: number, body: unknown): HttpResponse {
  const headers = { 'content-type': 'application/json' }
  return { status, headers, body: new TextEncoder().encode(JSON.stringify(body)) }
}
