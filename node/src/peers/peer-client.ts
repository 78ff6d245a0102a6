import { randomBytes } from 'node:crypto'
import { sha256Hex } from '@crosspanel/protocol/digest'
import { HOP_TOKEN_SCHEME, signHopToken } from '@crosspanel/protocol/hop-token'
import type { SiteId } from '@crosspanel/protocol/ids'
import { PROBLEM_CONTENT_TYPE, Problem, problemOf } from '@crosspanel/protocol/problem'
import { type Sight, sight } from '@crosspanel/protocol/sights'
import type { Told } from '@crosspanel/protocol/told'
import type { z } from 'zod'
import { jsonOf } from '../json-bytes.ts'
import { NO_TRACING, type Span, traceHeaders, type Tracing } from '../monitoring/tracing.ts'
import { HttpFailure, type HttpRequest, type HttpResponse } from './http-client.ts'
import type { PeerLinks } from './peer-links.ts'
import type { PeerReply, SiteKeys } from './ports.ts'
import { signerOf } from './statement.ts'

const JTI_BYTES = 16
const ANSWER_MAX_BYTES = 1024 * 1024
const ALTERED_RETRIES = 2
/** Of the peer's own words in our log. */
const WORDS_MAX_CHARS = 200

export interface PeerCall {
  readonly method: Exclude<HttpRequest['method'], 'PUT'>
  /** Path and query, `/peer/v1/...`. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  readonly timeoutMs?: number
  readonly maxBytes?: number
  readonly signal?: AbortSignal
  /** A probe is sent even while the peer is being left alone, and its failure does not lengthen the pause. */
  readonly isProbe?: boolean
}

/** Carries a request to a site; its own URL part is what the site's statement says. */
export type PeerTransport = (
  siteId: SiteId,
  request: Omit<HttpRequest, 'url'> & { readonly path: string },
) => Promise<HttpResponse>

export interface PeerClientDeps {
  readonly keys: SiteKeys
  readonly documentVersion: () => number
  readonly links: PeerLinks
  readonly transport: PeerTransport
  readonly now: () => Date
  readonly timeoutMs: number
  readonly tracing?: Tracing | undefined
}
export type PeerClient = ReturnType<typeof createPeerClient>

export function createPeerClient(deps: PeerClientDeps) {
  const { keys, links, transport, now, tracing = NO_TRACING } = deps

  async function tokenFor(siteId: SiteId, { method, path, body }: PeerCall): Promise<string> {
    const request = {
      issuer: keys.siteId,
      audience: siteId,
      method,
      pathAndQuery: path,
      bodySha256: body && body.byteLength > 0 ? await sha256Hex(body) : undefined,
      documentVersion: deps.documentVersion(),
      nowMs: now().getTime(),
      jti: randomBytes(JTI_BYTES).toString('base64url'),
    }
    return signHopToken(request, signerOf(keys))
  }

  /** Probes are left out: there are many, and they are measured elsewhere. */
  function attempt(siteId: SiteId, call: PeerCall): Promise<Attempt> {
    if (call.isProbe === true) return send(siteId, call)
    const attributes = { 'crosspanel.peer': siteId, 'http.request.method': call.method }
    const name = `${call.method} ${patternOf(call.path)}`
    return tracing.span(name, { kind: 'client', attributes }, async (span) => {
      const made = await send(siteId, call, span)
      if (made.kind !== 'answered') span.fail(made.kind)
      return made
    })
  }

  async function send(siteId: SiteId, call: PeerCall, span?: Span): Promise<Attempt> {
    const token = await tokenFor(siteId, call)
    try {
      const response = await transport(siteId, {
        method: call.method,
        path: call.path,
        headers: {
          ...call.headers,
          ...(span === undefined ? {} : traceHeaders(tracing)),
          authorization: `${HOP_TOKEN_SCHEME} ${token}`,
        },
        ...(call.body ? { body: call.body } : {}),
        ...(call.signal ? { signal: call.signal } : {}),
        timeoutMs: call.timeoutMs ?? deps.timeoutMs,
        maxBytes: call.maxBytes ?? ANSWER_MAX_BYTES,
      })
      span?.set({ 'http.response.status_code': response.status })
      return judge(call.method, response)
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error
      return { kind: 'unreachable', detail: error.message, told: error.told }
    }
  }

  /** One signed exchange. What becomes of it is remembered for the next ones. */
  async function call(siteId: SiteId, request: PeerCall): Promise<PeerReply<HttpResponse>> {
    if (request.isProbe !== true && !(await links.isDue(siteId))) {
      return unreachable(sight('peer.later'))
    }
    let reply = await attempt(siteId, request)
    for (let more = ALTERED_RETRIES; more > 0 && wasAltered(reply); more -= 1) {
      reply = await attempt(siteId, request)
    }
    if (request.signal?.aborted) return unreachable(sight('answer.given-up'))
    if (reply.kind !== 'unreachable') await links.heard(siteId, 'answer')
    else if (request.isProbe !== true) await links.failed(siteId, reply, reply.retryAfterMs)
    if (reply.kind !== 'unreachable') return reply
    return { kind: 'unreachable', detail: reply.detail, told: reply.told }
  }

  return {
    call,

    /** As `call`, with the answer read by a schema. An answer that does not match is no answer. */
    async callJson<T>(
      siteId: SiteId,
      request: PeerCall,
      schema: z.ZodType<T>,
    ): Promise<PeerReply<T>> {
      const reply = await call(siteId, request)
      if (reply.kind !== 'answered') return reply
      const parsed = schema.safeParse(jsonOf(reply.value.body))
      if (parsed.success) return { kind: 'answered', value: parsed.data }
      const failure = unreachable(sight('answer.unknown'))
      if (request.isProbe !== true) await links.failed(siteId, failure)
      return failure
    },
  }
}

/** The path with a place for ids, and without its query. */
function patternOf(path: string): string {
  const [pathname = ''] = path.split('?')
  return pathname
    .split('/')
    .map((part) => (/\d/.test(part) && part.length > 8 ? '{id}' : part))
    .join('/')
}

/** The bytes changed on the way: the same call with a token of its own is worth another attempt at once. */
function wasAltered(reply: Attempt): boolean {
  return reply.kind === 'unreachable' && reply.code === 'peer-body-mismatch'
}

type Attempt =
  | Exclude<PeerReply<HttpResponse>, { kind: 'unreachable' }>
  | {
      readonly kind: 'unreachable'
      readonly detail: string
      readonly told?: Told | undefined
      readonly code?: string
      readonly retryAfterMs?: number
    }

/** Statuses by which a server says that it cannot now, not that it will not. */
const NOT_NOW = new Set([429, 500, 502, 503, 504, 507])

function judge(method: PeerCall['method'], response: HttpResponse): Attempt {
  const { status, headers } = response
  if (status >= 200 && status < 300) return { kind: 'answered', value: response }
  const isProblem = headers['content-type']?.startsWith(PROBLEM_CONTENT_TYPE) ?? false
  // An answer to HEAD has no body to read a problem from.
  if (isProblem && method === 'HEAD' && status === 404) {
    return { kind: 'refused', problem: problemOf('transfer-not-found') }
  }
  const parsed = Problem.safeParse(isProblem ? jsonOf(response.body) : undefined)
  const pause = pauseAsked(headers['retry-after'])
  if (!parsed.success) return { ...unreachable(sight('answer.status', { status })), ...pause }
  const { code } = parsed.data
  if (!NOT_NOW.has(status) && !isAboutTheCall(status, code)) {
    return { kind: 'refused', problem: parsed.data }
  }
  const [, told] = sight('answer.refusal', { code })
  return { kind: 'unreachable', detail: inWords(parsed.data), told, code, ...pause }
}

const unreachable = ([detail, told]: Sight) => ({ kind: 'unreachable', detail, told }) as const

function inWords({ code, detail }: Problem): string {
  return detail === undefined ? code : `${code}: ${detail.slice(0, WORDS_MAX_CHARS)}`
}

/** Delays in seconds are what our nodes send; a date is not read. */
function pauseAsked(retryAfter: string | undefined): { readonly retryAfterMs?: number } {
  const seconds = Number(retryAfter)
  return seconds > 0 && Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {}
}

/**
 * Refusals of the call and not of what it says: clocks apart, a key or a member that the peer does
 * not know yet, bytes altered on the way. They end without the caller changing anything.
 */
function isAboutTheCall(status: number, code: string): boolean {
  return (code.startsWith('peer-') && (status === 401 || status === 403)) || status === 426
}
