import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@crosspanel/deploy/embedded-postgres'
import { createNodeClient, type NodeClient } from '@crosspanel/node/client'
import { readConfig } from '@crosspanel/node/config'
import type { ContextOverrides } from '@crosspanel/node/base'
import { enrolSite } from '@crosspanel/node/peers/enrolment'
import { createSiteKeys } from '@crosspanel/node/peers/site-keys'
import { type RunningNode, startNode } from '@crosspanel/node/start'
import type { PanelAccess } from '@crosspanel/protocol/panel'
import { AddPanel } from '@crosspanel/protocol/panel-admin'
import { pino } from 'pino'
import { inject } from 'vitest'
import { writePanel } from './cohort.ts'
import { createFaultProxy, type FaultProxy } from './fault-proxy.ts'
import { cloneDatabase } from './postgres.ts'
import { openTestFederation, type TestFederation } from './federation.ts'

const PANEL_PEOPLE = 60
export const PASSWORD = 'correct horse battery staple'

export interface TestAccount {
  readonly id: string
  readonly token: string
  readonly api: NodeClient
}

/** A real node of the test network; peers reach it through a proxy that can be cut. */
export interface TestNode {
  readonly siteId: string
  readonly url: string
  readonly dataDir: string
  readonly databaseUrl: string
  readonly proxy: FaultProxy
  /** The running node; changes when it is started again. */
  readonly running: RunningNode
  addAccount(role?: 'researcher' | 'site-admin'): Promise<TestAccount>
  /** Adds the cohort's panel with the real engines; returns its id. */
  addPanel(access?: PanelAccess, terms?: string): Promise<string>
  stop(): Promise<void>
  start(): Promise<void>
}

export interface NetworkOptions {
  readonly overrides?: ContextOverrides
  /** Settings of every node, by their names in the environment. */
  readonly environment?: Readonly<Record<string, string>>
  /** Ports by which nodes reach Postgres, where something stands in the way. */
  readonly databaseVia?: Readonly<Record<string, string>>
  /** Where the nodes' data directories are made; for the system's own choice when undefined. */
  readonly parentDir?: string
}

/** Real nodes in this process behind a real registry: a database, a data directory and a port each, nothing shared. */
export class TestNetwork implements AsyncDisposable {
  readonly registry: TestFederation
  readonly #nodes: ReadonlyMap<string, TestNode>
  readonly #stack: AsyncDisposableStack

  private constructor(
    registry: TestFederation,
    nodes: ReadonlyMap<string, TestNode>,
    stack: AsyncDisposableStack,
  ) {
    this.registry = registry
    this.#nodes = nodes
    this.#stack = stack
  }

  static async create(
    slugs: readonly string[],
    options: NetworkOptions = {},
  ): Promise<TestNetwork> {
    await using stack = new AsyncDisposableStack()
    const registry = stack.use(await openTestFederation())
    const nodes = new Map<string, TestNode>()
    for (const slug of slugs) nodes.set(slug, await bootNode(slug, registry, options, stack))
    for (const node of nodes.values()) await node.running.context.peers.syncFederation()
    return new TestNetwork(registry, nodes, stack.move())
  }

  node(slug: string): TestNode {
    const node = this.#nodes.get(slug)
    if (node === undefined) throw new Error(`no test node called ${slug}`)
    return node
  }

  /** Every node asks the registry now and publishes what it has. */
  async syncFederation(): Promise<void> {
    for (let round = 0; round < 2; round += 1) {
      for (const node of this.#nodes.values()) await node.running.context.peers.syncFederation()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync()
  }
}

async function bootNode(
  slug: string,
  registry: TestFederation,
  { overrides = {}, environment = {}, databaseVia = {}, parentDir = tmpdir() }: NetworkOptions,
  stack: AsyncDisposableStack,
): Promise<TestNode> {
  const siteId = `site:${slug}`
  const database = stack.use(await cloneDatabase('node'))
  const dataDir = await mkdtemp(join(parentDir, `crosspanel-${slug}-`))
  stack.defer(() => rm(dataDir, { recursive: true, force: true }))
  const port = await freePort()
  const proxy = stack.use(await createFaultProxy(port))
  await createSiteKeys(join(dataDir, 'keys'), siteId)
  await joinFederation({ dataDir, siteId, url: proxy.url, registry })
  const { config, secrets } = readConfig({
    CROSSPANEL_SITE: siteId,
    CROSSPANEL_SITE_NAME: slug,
    CROSSPANEL_DATA_DIR: dataDir,
    CROSSPANEL_PORT: String(port),
    CROSSPANEL_URL: proxy.url,
    CROSSPANEL_REGISTRY_URL: registry.url,
    CROSSPANEL_PEER_BACKOFF_MAX_S: '1',
    CROSSPANEL_HEALTH_POLL_S: '1',
    CROSSPANEL_RUN_LEASE_S: '2',
    CROSSPANEL_DISK_FLOOR_BYTES: '0',
    CROSSPANEL_LOG_LEVEL: 'silent',
    DATABASE_URL: throughPort(database.url, databaseVia[slug]),
    REDIS_URL: inject('redisUrl'),
    ...environment,
  })
  const boot = () => startNode(config, secrets, { log: pino({ level: 'silent' }), ...overrides })
  let running: RunningNode | undefined = await boot()
  stack.defer(async () => running?.[Symbol.asyncDispose]())
  const requireRunning = () => {
    if (running === undefined) throw new Error(`${slug} is stopped`)
    return running
  }
  return {
    siteId,
    url: `http://127.0.0.1:${port}`,
    dataDir,
    databaseUrl: environment['DATABASE_URL'] ?? database.url,
    proxy,
    get running() {
      return requireRunning()
    },
    addAccount: (role = 'researcher') => addAccount(requireRunning(), role),
    addPanel: (access = 'members', terms) =>
      addPanel(requireRunning(), dataDir, { access, ...(terms === undefined ? {} : { terms }) }),
    async stop() {
      await requireRunning()[Symbol.asyncDispose]()
      running = undefined
    },
    async start() {
      running = await boot()
    },
  }
}

function throughPort(url: string, port: string | undefined): string {
  const through = new URL(url)
  if (port !== undefined) through.port = port
  return through.href
}

async function joinFederation(site: {
  dataDir: string
  siteId: string
  url: string
  registry: TestFederation
}): Promise<void> {
  const organisation = `Institution of ${site.siteId}`
  const invite = await site.registry.invite(organisation)
  await enrolSite({
    dataDir: site.dataDir,
    invite,
    organisation,
    siteName: site.siteId,
    contact: `admin@${site.registry.emailDomain}`,
    url: site.url,
    timeoutMs: 30_000,
    onPending: () => void site.registry.approve(site.siteId),
  })
}

async function addPanel(
  { context }: RunningNode,
  dataDir: string,
  offer: { readonly access: PanelAccess; readonly terms?: string },
): Promise<string> {
  const vcf = join(dataDir, 'panel-source.vcf.gz')
  writePanel(vcf, PANEL_PEOPLE)
  const request = AddPanel.parse({
    panelId: `${context.config.siteId}/cohort`,
    title: 'Made for tests',
    version: '1',
    build: 'GRCh37',
    genotypeFiles: [vcf],
    ...offer,
  })
  const { panelId } = await context.panels.addNow('node', request, {
    signal: AbortSignal.timeout(60_000),
  })
  return panelId
}

async function addAccount(
  { context, url }: RunningNode,
  role: 'researcher' | 'site-admin',
): Promise<TestAccount> {
  const email = `${randomUUID()}@example.org`
  const { token: link } = await context.users.makeSetUpLink({ email, role })
  const account = await context.users.setUp({
    token: link,
    name: 'Test Person',
    password: PASSWORD,
  })
  const { token } = await context.users.logIn(
    { email, password: PASSWORD, kind: 'command-line' },
    '127.0.0.1',
  )
  const api = createNodeClient(url, { headers: { authorization: `Bearer ${token}` } })
  return { id: account.id, token, api }
}
