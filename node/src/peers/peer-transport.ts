import type { SiteId } from '@crosspanel/protocol/ids'
import { sight } from '@crosspanel/protocol/sights'
import { HttpFailure, type HttpResponse, readAtMost, type SendHttp } from './http-client.ts'
import type { PeerTransport } from './peer-client.ts'
import type { KnownSite } from './ports.ts'

export interface PeerTransportDeps {
  readonly self: SiteId
  readonly findSite: (siteId: SiteId) => KnownSite | undefined
  readonly send: SendHttp
  /** The node's own peer API. */
  readonly dispatch: (request: Request) => Response | Promise<Response>
}

/**
 * Carries calls to other sites over the network, and calls to the own site in process: the same
 * tokens, the same checks, no socket. A site that is not an active member is not called.
 */
export function createPeerTransport({
  self,
  findSite,
  send,
  dispatch,
}: PeerTransportDeps): PeerTransport {
  return async (siteId, { path, ...request }) => {
    const site = findSite(siteId)
    if (site?.member.status !== 'active') throw new HttpFailure(sight('answer.not-called'))
    const url = site.statement.url.replace(/\/+$/, '') + path
    if (siteId !== self) return send({ ...request, url })
    const { method, headers, body, maxBytes, timeoutMs } = request
    const deadline = AbortSignal.timeout(timeoutMs)
    const call = new Request(`http://in-process${path}`, {
      method,
      headers,
      ...(body === undefined || body.byteLength === 0 ? {} : { body: new Uint8Array(body) }),
    })
    const answered = Promise.resolve(dispatch(call)).then((response) => read(response, maxBytes))
    return Promise.race([answered, rejectAt(deadline, timeoutMs)])
  }
}

function rejectAt(deadline: AbortSignal, timeoutMs: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    deadline.addEventListener('abort', () => {
      reject(new HttpFailure(sight('answer.late', { ms: timeoutMs })))
    })
  })
}

async function read(response: Response, maxBytes: number): Promise<HttpResponse> {
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: response.body ? await readAtMost(response.body, maxBytes) : new Uint8Array(),
  }
}
