import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { connect } from 'node:tls'
import { HttpFailure, type SendHttp } from '@crosspanel/node/peers/http-client'

const CALL_MS = 3_000
const BODY_MAX_BYTES = 1024 ** 2
const DAY_MS = 86_400_000

export interface Reached {
  readonly status: number
  readonly body: Uint8Array
  readonly ms: number
  /** How far this machine's clock is before the other's; undefined where it does not say. */
  readonly offsetS: number | undefined
}

/** One way to a server that failed: at which step, and with what. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
  readonly step: 'DNS' | 'TLS' | 'HTTP'
  readonly code: string

  constructor(asked: UnreachableError['step'], cause: unknown) {
    const code = codeOf(cause)
    const step = /CERT|TLS|SSL|SIGNATURE/.test(code) ? 'TLS' : asked
    super(`${step}: ${code}`, { cause })
    this.step = step
    this.code = code
  }

  get fix(): string | undefined {
    return FIX_OF_CODE[this.code] ?? FIX_OF_STEP[this.step]
  }
}

/** What stands in the way, by its code; said of the server that is called. */
const FIX_OF_CODE: Readonly<Record<string, string>> = {
  ENOTFOUND: 'make a DNS record for the name, or correct the address',
  EAI_AGAIN: 'let this machine reach its DNS server: resolvectl status',
  ECONNREFUSED: 'start the node there; with a proxy, start that too',
  EHOSTUNREACH: 'let the firewalls on the way pass it',
  ENETUNREACH: 'give this machine a route to that network',
  CERT_HAS_EXPIRED: 'renew the certificate of the proxy there',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'use a certificate there that other sites can verify',
  SELF_SIGNED_CERT_IN_CHAIN: 'let NODE_EXTRA_CA_CERTS name the authority, if it is your own',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'let the proxy there send the whole chain of certificates',
  ERR_TLS_CERT_ALTNAME_INVALID: 'use a certificate there that has this name',
}
const FIX_OF_STEP: Readonly<Record<UnreachableError['step'], string>> = {
  DNS: 'look at the DNS record of the name',
  TLS: 'look at the proxy there: openssl s_client -connect HOST:443',
  HTTP: 'look at the node and the proxy there, and at the firewalls on the way',
}

/** Calls a server the way peers do: no redirect is followed. Rejects with an `UnreachableError` that names the step. */
export async function reach(
  send: SendHttp,
  address: string,
  signal: AbortSignal,
): Promise<Reached> {
  const url = new URL(address)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) === 0) await step('DNS', lookup(host))
  const startedMs = performance.now()
  const { status, headers, body } = await step(
    'HTTP',
    send({
      method: 'GET',
      url: url.href,
      headers: {},
      timeoutMs: CALL_MS,
      maxBytes: BODY_MAX_BYTES,
      signal,
    }),
  )
  const ms = Math.round(performance.now() - startedMs)
  const said = Date.parse(headers['date'] ?? '')
  // A Date header has whole seconds: half of one is the best guess.
  const offsetS = Number.isNaN(said) ? undefined : (Date.now() - ms / 2 - said - 500) / 1000
  return { status, body, ms, offsetS }
}

/** Days until the certificate of an https address ends; undefined for http. */
export async function certificateDays(
  address: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { protocol, hostname, port } = new URL(address)
  if (protocol !== 'https:') return undefined
  const host = hostname.replace(/^\[|\]$/g, '')
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const name = isIP(host) === 0 ? { servername: host } : {}
  const socket = connect({ host, port: Number(port || 443), ...name })
  socket.once('secureConnect', () => resolve(socket.getPeerCertificate().valid_to))
  socket.once('error', reject)
  const giveUp = () => reject(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }))
  signal.addEventListener('abort', giveUp)
  try {
    return Math.floor((Date.parse(await step('TLS', promise)) - Date.now()) / DAY_MS)
  } finally {
    signal.removeEventListener('abort', giveUp)
    socket.destroy()
  }
}

async function step<T>(name: UnreachableError['step'], work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw new UnreachableError(name, cause)
  }
}

/** Never the whole message of a library: it may name more than the address. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  if (!(error instanceof HttpFailure)) return 'no answer'
  return String(error.told.params['code'] ?? error.message)
}
