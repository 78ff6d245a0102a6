import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { createRegistryApp } from './app.ts'
import type { RegistryConfig } from './config.ts'
import { type ContextOverrides, createRegistryContext, type RegistryContext } from './context.ts'

export interface RunningRegistry extends AsyncDisposable {
  /** Where it listens, which is not where the world finds it when a proxy stands before it. */
  readonly url: string
  close(): Promise<void>
}

const DRAIN_MS = 5000
const TICK_EVERY_MS = 60_000
const CONSOLE_DIR = fileURLToPath(new URL('../../console/dist', import.meta.url))
/** A request of a registry is small: one that is slow holds a connection and nothing else. */
const SERVER_LIMITS = {
  headersTimeout: 20_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
}
const MAX_CONNECTIONS = 1024

/** Starts a registry on a database that has been migrated and founded. Resolves when it takes requests. */
export async function startRegistry(
  config: RegistryConfig,
  overrides: ContextOverrides = {},
): Promise<RunningRegistry> {
  await using stack = new AsyncDisposableStack()
  const ctx = stack.use(await createRegistryContext(config, overrides))
  await ctx.checkReady()
  const consoleDir = existsSync(CONSOLE_DIR) ? CONSOLE_DIR : undefined
  const app = createRegistryApp({ ...ctx, consoleDir })
  const { server, address } = await listen(app, config)
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  const url = `http://${host}:${address.port}`
  stack.defer(() => closeServer(server))
  stack.defer(startTicking(ctx))
  ctx.log.info({ url }, 'the registry takes requests')
  const owned = stack.move()
  const close = () => owned.disposeAsync()
  return { url, close, [Symbol.asyncDispose]: close }
}

/** Notes each minute that the registry is up; returns what ends that. */
function startTicking({
  reports,
  log,
}: Pick<RegistryContext, 'reports' | 'log'>): () => Promise<void> {
  let tick = Promise.resolve()
  const go = () => {
    tick = reports.tick().catch((err: unknown) => {
      log.warn({ err }, 'the registry cannot note that it is up')
    })
  }
  go()
  const timer = setInterval(go, TICK_EVERY_MS)
  return () => {
    clearInterval(timer)
    return tick
  }
}

type Server = ReturnType<typeof serve>

function listen(
  app: { readonly fetch: Parameters<typeof serve>[0]['fetch'] },
  { host, port }: RegistryConfig,
): Promise<{ server: Server; address: AddressInfo }> {
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: app.fetch, hostname: host, port, serverOptions: SERVER_LIMITS },
      (address) => {
        resolve({ server, address })
      },
    )
    if ('maxConnections' in server) server.maxConnections = MAX_CONNECTIONS
    server.once('error', reject)
  })
}

/** Lets requests under way end, for a while. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections()
    }, DRAIN_MS)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    if ('closeIdleConnections' in server) server.closeIdleConnections()
  })
}
