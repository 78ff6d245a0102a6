import { lookup as lookUp, type LookupAddress, type LookupOptions } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { Agent, buildConnector, request } from 'undici'
import { createAddressCheck, checkWebhookUrl, type WebhookPolicy } from './webhook-address.ts'

const DEADLINE_MS = 10_000
/** An answer's body says nothing to us; a longer one is cut off. */
const BODY_MAX_BYTES = 16 * 1024

export interface WebhookCall {
  /** Stays the same however often the call is made. */
  readonly id: string
  readonly url: string
  readonly body: string
  /** The newest first. */
  readonly secrets: readonly string[]
}

export interface WebhookAnswer {
  readonly status: number | null
  /** What kept it from being answered. */
  readonly fault: string | null
  readonly durationMs: number
}

export type CallWebhook = (call: WebhookCall) => Promise<WebhookAnswer>

/** Calls receivers; never one at an address that is not public, whatever its name says (T12). */
export function createWebhookSender(
  policy: WebhookPolicy,
  now: () => Date,
): AsyncDisposable & { readonly call: CallWebhook } {
  const agent = new Agent({ connect: guardedConnector(policy), pipelining: 1 })

  async function send({ id, url, body, secrets }: WebhookCall): Promise<number> {
    const at = now()
    const signal = AbortSignal.timeout(DEADLINE_MS)
    const response = await request(checkWebhookUrl(url, policy), {
      dispatcher: agent,
      method: 'POST',
      signal,
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'crosspanel-webhooks',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': secrets
          .map((secret) => new Webhook(secret).sign(id, at, body))
          .join(' '),
      },
    })
    await response.body.dump({ limit: BODY_MAX_BYTES, signal })
    return response.statusCode
  }

  return {
    async call(webhook) {
      const start = performance.now()
      const durationMs = () => Math.round(performance.now() - start)
      try {
        return { status: await send(webhook), fault: null, durationMs: durationMs() }
      } catch (error) {
        return { status: null, fault: faultOf(error), durationMs: durationMs() }
      }
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}

class AddressRefused extends Error {
  readonly code = 'address-not-public'
}

/** Checks the very address that is connected to: a name may be looked up differently a moment later. */
function guardedConnector({ allowedCidrs }: WebhookPolicy): buildConnector.connector {
  const mayCall = createAddressCheck(allowedCidrs)
  const lookup = guardedLookup(mayCall)
  const connect = buildConnector({ timeout: DEADLINE_MS, lookup })
  return (options, callback) => {
    const host = options.hostname.replace(/^\[(.*)\]$/, '$1')
    // An address needs no lookup, so it never gets there.
    if (isIP(host) !== 0 && !mayCall(host)) return callback(new AddressRefused(), null)
    return connect(options, callback)
  }
}

function guardedLookup(mayCall: (address: string) => boolean): LookupFunction {
  return (hostname: string, options: LookupOptions, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error !== null) return callback(error, '', 0)
      const [first, ...rest] = found.filter(({ address }) => mayCall(address))
      if (first === undefined) return callback(new AddressRefused(), '', 0)
      if (options.all === true) return callback(null, [first, ...rest])
      return callback(null, first.address, first.family)
    })
  }
}

function faultOf(error: unknown): string {
  const { code, name } = error as { code?: string; name?: string }
  return name === 'TimeoutError' ? 'timeout' : (code ?? 'connection-failed')
}
