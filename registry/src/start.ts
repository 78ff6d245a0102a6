import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { createRegistryApp } from './app.ts'
import type { RegistryConfig } from './config.ts'
import { type ContextOverrides, createRegistryContext } from './context.ts'

export interface RunningRegistry extends AsyncDisposable {
  /** Where it listens, which is not where the world finds it when a proxy stands before it. */
  readonly url: string
  close(): Promise<void>
}

const DRAIN_MS = 5000
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
  const app = createRegistryApp(ctx)
  const { server, address } = await listen(app, config)
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  const url = `http://${host}:${address.port}`
  stack.defer(() => closeServer(server))
  ctx.log.info({ url }, 'the registry takes requests')
  const owned = stack.move()
  const close = () => owned.disposeAsync()
  return { url, close, [Symbol.asyncDispose]: close }
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
