import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'

export interface ListenOptions {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
}

export interface RunningServer {
  /** Address that the server listens on, without a slash at its end. */
  readonly url: string
  readonly port: number
  /**
   * Takes no new request, lets the ones under way finish within the deadline, then cuts what is
   * left. Resolves when no connection is open.
   */
  close(deadlineMs: number): Promise<void>
}

/** A chunk of an upload over a slow line takes longer than Node's default of five minutes. */
const REQUEST_TIMEOUT_MS = 3_600_000

export async function serveApp(
  app: { readonly fetch: Parameters<typeof getRequestListener>[0] },
  { host, port }: ListenOptions,
): Promise<RunningServer> {
  const listener = getRequestListener(app.fetch)
  let isClosing = false
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    response.once('close', () => {
      if (isClosing) setImmediate(() => server.closeIdleConnections())
    })
    void listener(request, response)
  })
  await listen(server, host, port)
  const address = server.address() as AddressInfo
  const name = host.includes(':') ? `[${host}]` : host

  return {
    url: `http://${name}:${address.port}`,
    port: address.port,
    async close(deadlineMs) {
      isClosing = true
      const { promise: closed, resolve } = Promise.withResolvers<undefined>()
      server.close(() => resolve(undefined))
      const timer = setTimeout(() => server.closeAllConnections(), deadlineMs)
      await closed
      clearTimeout(timer)
    },
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
