import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PROBLEM_CONTENT_TYPE, problemOf } from '@crosspanel/protocol/problem'
import { getRequestListener } from '@hono/node-server'

export interface ListenOptions {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** Further connections are closed at once. */
  readonly maxConnections?: number
  /** For the head of a request, and for a body that is not bulk data. */
  readonly slowRequestMs?: number
  /** Paths whose bodies may take as long as a slow line needs. */
  readonly isBulk?: (path: string) => boolean
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
const SLOW_REQUEST_MS = 30_000
const MAX_CONNECTIONS = 4096
/** Cookies, a token and what proxies add fit in a quarter of this. */
const HEADERS_MAX_BYTES = 16 * 1024
const HEADERS_MAX_COUNT = 100

export async function serveApp(
  app: { readonly fetch: Parameters<typeof getRequestListener>[0] },
  options: ListenOptions,
): Promise<RunningServer> {
  const { host, port, slowRequestMs = SLOW_REQUEST_MS, isBulk = () => false } = options
  const listener = getRequestListener(app.fetch)
  let isClosing = false
  const limits = {
    requestTimeout: Math.max(REQUEST_TIMEOUT_MS, slowRequestMs),
    headersTimeout: slowRequestMs,
    // How late a connection that is too slow may be found.
    connectionsCheckingInterval: Math.min(5_000, slowRequestMs),
    maxHeaderSize: HEADERS_MAX_BYTES,
  }
  const server = createServer(limits, (request, response) => {
    response.once('close', () => {
      if (isClosing) setImmediate(() => server.closeIdleConnections())
    })
    if (hasBody(request) && !isBulk(request.url ?? ''))
      cutSlowBody(request, response, slowRequestMs)
    void listener(request, response)
  })
  server.maxConnections = options.maxConnections ?? MAX_CONNECTIONS
  server.maxHeadersCount = HEADERS_MAX_COUNT
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

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** A body that comes a byte at a time would hold a connection for as long as its sender likes. */
function cutSlowBody(request: IncomingMessage, response: ServerResponse, afterMs: number): void {
  const timer = setTimeout(() => {
    if (!response.headersSent) {
      const problem = problemOf('request-too-slow')
      response.writeHead(problem.status, {
        'content-type': PROBLEM_CONTENT_TYPE,
        connection: 'close',
      })
      response.end(JSON.stringify(problem))
    }
    // After the answer had its chance to leave.
    setImmediate(() => request.destroy())
  }, afterMs)
  request.once('end', () => clearTimeout(timer))
  request.once('close', () => clearTimeout(timer))
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
