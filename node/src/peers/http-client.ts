import { type Sight, sight } from '@crosspanel/protocol/sights'
import type { Told } from '@crosspanel/protocol/told'
import { Agent, request as undiciRequest } from 'undici'

const CONNECT_TIMEOUT_MS = 5_000
/** Less than the 5 s after which Node's server closes an idle connection. */
const KEEP_ALIVE_MS = 4_000
/** Sockets to one server: a slow peer cannot take more of them. */
const CONNECTIONS_PER_SERVER = 8

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** Deadline of the whole exchange, the body of the answer included. */
  readonly timeoutMs: number
  /** Largest body that is read. */
  readonly maxBytes: number
  readonly signal?: AbortSignal
}

export interface HttpResponse {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
}

/** Rejects with an `HttpFailure` when there is no whole answer. Redirects are answers and are not followed. */
export type SendHttp = (request: HttpRequest) => Promise<HttpResponse>

export class HttpFailure extends Error {
  override readonly name = 'HttpFailure'
  readonly told: Told

  constructor([seen, told]: Sight, options?: ErrorOptions) {
    super(seen, options)
    this.told = told
  }
}

export function createHttpClient(): AsyncDisposable & { readonly send: SendHttp } {
  const agent = new Agent({
    connect: { timeout: CONNECT_TIMEOUT_MS },
    connections: CONNECTIONS_PER_SERVER,
    keepAliveTimeout: KEEP_ALIVE_MS,
    pipelining: 1,
  })
  return {
    send: (request) => send(agent, request),
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}

async function send(agent: Agent, request: HttpRequest): Promise<HttpResponse> {
  const { method, url, headers, body, timeoutMs, maxBytes, signal } = request
  const deadline = AbortSignal.timeout(timeoutMs)
  try {
    const response = await undiciRequest(url, {
      dispatcher: agent,
      method,
      headers,
      body: body ?? null,
      signal: signal ? AbortSignal.any([deadline, signal]) : deadline,
    })
    return {
      status: response.statusCode,
      headers: singleValued(response.headers),
      body: await readAtMost(response.body, maxBytes),
    }
  } catch (cause) {
    if (cause instanceof HttpFailure) throw cause
    if (deadline.aborted) throw new HttpFailure(sight('answer.late', { ms: timeoutMs }), { cause })
    if (signal?.aborted) throw new HttpFailure(sight('answer.given-up'), { cause })
    throw new HttpFailure(sight('answer.broken', { code: wordOf(cause) }), { cause })
  }
}

/** Reads a body that may be longer than it should be, or endless. Leaving the loop closes the connection. */
export async function readAtMost(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body) {
    size += part.byteLength
    if (size > maxBytes) throw new HttpFailure(sight('answer.long', { bytes: maxBytes }))
    parts.push(part)
  }
  return Buffer.concat(parts, size)
}

function singleValued(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  )
}

/** `ECONNREFUSED` and its like; an address says nothing more to who reads the log. */
function wordOf(cause: unknown): string {
  const { code, name } = cause as { code?: string; name?: string }
  return code ?? name ?? 'connection failed'
}
