import { GeneralJws } from '@crosspanel/protocol/federation'
import { PROBLEM_CONTENT_TYPE, Problem } from '@crosspanel/protocol/problem'
import { sight } from '@crosspanel/protocol/sights'
import { HttpFailure, type HttpResponse, type SendHttp } from './http-client.ts'

/** A federation document with thousands of members. */
const DOCUMENT_MAX_BYTES = 8 * 1024 * 1024
const TIMEOUT_MS = 10_000

/** What the registry answered when it refused: its problem code. */
export class RegistryRefusal extends Error {
  override readonly name = 'RegistryRefusal'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.status = status
    this.code = code
  }
}

interface Signed {
  readonly jws: GeneralJws
  readonly etag: string | undefined
}

export type RegistryClient = ReturnType<typeof createRegistryClient>

/** Rejects with `RegistryRefusal` when the registry says no, and with `HttpFailure` when it cannot be reached or talks nonsense. */
export function createRegistryClient(registryUrl: string, send: SendHttp) {
  const base = registryUrl.replace(/\/+$/, '')

  async function exchange(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    options: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<HttpResponse> {
    const response = await send({
      method,
      url: base + path,
      headers: {
        accept: 'application/json',
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined
        ? {}
        : { body: new TextEncoder().encode(JSON.stringify(options.body)) }),
      timeoutMs: TIMEOUT_MS,
      maxBytes: DOCUMENT_MAX_BYTES,
    })
    if (response.status < 300 || response.status === 304) return response
    throw refusalOf(response)
  }

  /** Undefined when the document is still the one with this ETag. */
  async function getSigned(path: string, etag: string | undefined): Promise<Signed | undefined> {
    const headers = etag === undefined ? {} : { 'if-none-match': etag }
    const response = await exchange('GET', path, { headers })
    if (response.status === 304) return undefined
    return { jws: jwsOf(response), etag: response.headers['etag'] }
  }

  return {
    getFederation: (etag: string | undefined) => getSigned('/v1/federation', etag),
    getAnnouncements: (etag: string | undefined) => getSigned('/v1/announcements', etag),
    async putReport(siteId: string, report: GeneralJws): Promise<void> {
      await exchange('PUT', `/v1/reports/${siteId}`, { body: report })
    },
    async getStatement(sha256: string): Promise<GeneralJws> {
      return jwsOf(await exchange('GET', `/v1/statements/${sha256}`))
    },
    async getDescriptor(sha256: string): Promise<GeneralJws> {
      return jwsOf(await exchange('GET', `/v1/descriptors/${sha256}`))
    },
    async putDescriptor(siteId: string, descriptor: GeneralJws): Promise<void> {
      await exchange('PUT', `/v1/descriptors/${siteId}`, { body: descriptor })
    },
    async postJson(path: string, body: unknown): Promise<unknown> {
      return jsonOf(await exchange('POST', path, { body }))
    },
    async getJson(path: string, headers: Record<string, string>): Promise<unknown> {
      return jsonOf(await exchange('GET', path, { headers }))
    },
  }
}

function jwsOf(response: HttpResponse): GeneralJws {
  const parsed = GeneralJws.safeParse(jsonOf(response))
  if (!parsed.success) throw new HttpFailure(sight('answer.unknown'))
  return parsed.data
}

function jsonOf(response: HttpResponse): unknown {
  try {
    return JSON.parse(Buffer.from(response.body).toString('utf8'))
  } catch (cause) {
    throw new HttpFailure(sight('answer.unknown'), { cause })
  }
}

function refusalOf(response: HttpResponse): Error {
  const { status, headers } = response
  const isProblem = headers['content-type']?.startsWith(PROBLEM_CONTENT_TYPE) ?? false
  const parsed = Problem.safeParse(isProblem ? jsonOf(response) : undefined)
  if (!parsed.success || status >= 500) return new HttpFailure(sight('answer.status', { status }))
  return new RegistryRefusal(status, parsed.data.code, parsed.data.detail ?? parsed.data.title)
}
