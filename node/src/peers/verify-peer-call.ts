import {
  HOP_TOKEN_SCHEME,
  type HopTokenVerdict,
  matchesBodyDigest,
  type ValidHopToken,
  verifyHopToken,
} from '@crosspanel/protocol/hop-token'
import type { FindSite } from '@crosspanel/protocol/hop-token'
import { TRANSFER_CHUNK_BYTES } from '@crosspanel/protocol/manifest'
import { sha256Hex } from '@crosspanel/protocol/digest'
import type { SiteId } from '@crosspanel/protocol/ids'
import type { ProblemCode } from '@crosspanel/protocol/problem'
import type { Context, MiddlewareHandler, Next } from 'hono'
import { routePath } from 'hono/route'
import type { AppEnv } from '../http/env.ts'
import { describeRequest } from '../http/trace-requests.ts'
import { problemResponse } from '../http/problems.ts'
import { NO_TRACING, type Tracing } from '../monitoring/tracing.ts'
import { HttpFailure, readAtMost } from './http-client.ts'
import type { ReplayGuard } from './peer-replay.ts'
import type { RefusalAudit } from './refusal-audit.ts'

const BODY_MAX_BYTES = 1024 * 1024
const CHUNK_BODY_MAX_BYTES = TRANSFER_CHUNK_BYTES + BODY_MAX_BYTES

export interface PeerEnv {
  Variables: AppEnv['Variables'] & {
    /** The bytes that the hop token was signed for. */
    body: Uint8Array
  }
}

export interface VerifyPeerCallDeps {
  readonly self: SiteId
  readonly findSite: FindSite
  readonly replay: ReplayGuard
  readonly recordRefusal: RefusalAudit
  /** A valid call came in. `documentVersion` is the federation document that the caller knows. */
  readonly onCall: (issuer: SiteId, documentVersion: number) => Promise<void>
  /** Counts the call against its site. Seconds to wait when it was one too many (T19). */
  readonly limitPeer: (c: Context, issuer: SiteId) => Promise<number | undefined>
  /** The caller or its key is not known here: a newer federation document may know it. */
  readonly onStranger: () => void
  readonly tracing?: Tracing | undefined
  readonly now: () => Date
}

type Outcome =
  | { readonly kind: 'passed'; readonly token: ValidHopToken; readonly body: Uint8Array }
  | { readonly kind: 'limited'; readonly retryAfterS: number }
  | {
      readonly kind: 'refused'
      readonly code: ProblemCode
      readonly detail?: string
      readonly issuer?: string
    }

/** Asked every few seconds by every peer. */
const PROBES = /\/peer\/v1\/health$/
const STRANGER: readonly ProblemCode[] = ['peer-site-unknown', 'peer-key-unknown']

/**
 * Lets through what a peer has signed for exactly this call, once. The body is read only after the
 * token is known to be good, so a stranger cannot make the node read or remember anything. A call
 * that is refused leaves an audit row and nothing else.
 */
export function verifyPeerCall(deps: VerifyPeerCallDeps): MiddlewareHandler<PeerEnv> {
  const { tracing = NO_TRACING } = deps

  /** A trace that the caller is in goes on here only when the call has passed; all others begin one. */
  return async (c, next) => {
    const outcome = await judge(c, deps)
    if (!tracing.isOn || PROBES.test(c.req.path)) return answer(c, outcome, next)
    const isPassed = outcome.kind === 'passed'
    const parent = { traceparent: isPassed ? c.req.header('traceparent') : undefined }
    const attributes = isPassed ? { 'crosspanel.peer': outcome.token.issuer } : {}
    return tracing.span('peer call', { kind: 'server', parent, attributes }, async (span) => {
      const response = await answer(c, outcome, next)
      // A refusal is no route's, and what was asked for is a stranger's word.
      if (isPassed) describeRequest(span, c, routePath(c))
      else span.set({ 'http.response.status_code': response?.status ?? 0 })
      return response
    })
  }

  async function answer(
    c: Context<PeerEnv>,
    outcome: Outcome,
    next: Next,
  ): Promise<Response | undefined> {
    // No audit row: whoever floods us would fill it.
    if (outcome.kind === 'limited')
      return problemResponse(c, 'rate-limited', { retryAfterS: outcome.retryAfterS })
    if (outcome.kind === 'refused') {
      const { code, detail, issuer } = outcome
      await deps.recordRefusal({ code, issuer, method: c.req.method, path: c.req.path })
      if (STRANGER.includes(code)) deps.onStranger()
      return problemResponse(c, code, detail === undefined ? {} : { detail })
    }
    const { token, body } = outcome
    await deps.onCall(token.issuer, token.documentVersion)
    c.set('peer', { siteId: token.issuer, kid: token.kid })
    c.set('body', body)
    await next()
    return undefined
  }
}

async function judge(c: Context<PeerEnv>, deps: VerifyPeerCallDeps): Promise<Outcome> {
  const verdict = await readToken(c, deps)
  if (verdict.kind === 'refused') return verdict
  const { issuer } = verdict
  const retryAfterS = await deps.limitPeer(c, issuer)
  if (retryAfterS !== undefined) return { kind: 'limited', retryAfterS }
  const body = await readBody(c)
  if (body === undefined) return { kind: 'refused', code: 'body-too-large', issuer }
  const digest = body.byteLength > 0 ? await sha256Hex(body) : undefined
  if (!matchesBodyDigest(verdict, digest)) {
    return { kind: 'refused', code: 'peer-body-mismatch', issuer }
  }
  if (!(await deps.replay.isFirstUse(verdict))) {
    return { kind: 'refused', code: 'peer-token-replayed', issuer }
  }
  return { kind: 'passed', token: verdict, body }
}

function readToken(
  c: Context<PeerEnv>,
  { self, findSite, now }: VerifyPeerCallDeps,
): Promise<HopTokenVerdict> | Extract<Outcome, { kind: 'refused' }> {
  const [scheme, token, ...more] = (c.req.header('authorization') ?? '').split(' ')
  if (scheme !== HOP_TOKEN_SCHEME || token === undefined || more.length > 0) {
    return { kind: 'refused', code: 'peer-token-missing' }
  }
  const { pathname, search } = new URL(c.req.url)
  return verifyHopToken(token, {
    audience: self,
    method: c.req.method,
    pathAndQuery: pathname + search,
    body: 'deferred',
    nowMs: now().getTime(),
    findSite,
  })
}

/** Undefined when it is longer than such a call may be. */
async function readBody(c: Context<PeerEnv>): Promise<Uint8Array | undefined> {
  const stream = c.req.raw.body
  if (stream === null) return new Uint8Array()
  const maxBytes = c.req.method === 'PATCH' ? CHUNK_BODY_MAX_BYTES : BODY_MAX_BYTES
  if (Number(c.req.header('content-length') ?? 0) > maxBytes) return undefined
  try {
    return await readAtMost(stream, maxBytes)
  } catch (error) {
    if (error instanceof HttpFailure) return undefined
    throw error
  }
}
