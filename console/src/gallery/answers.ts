import { problemOf } from '@crosspanel/protocol/problem'
import type { Transport } from '../api/transport.ts'
import { ago, type GalleryAnswer, isOfRegistry, type PageState, type PageView } from './view.ts'

const NEVER: GalleryAnswer = { is: 'never' }
const UNREACHABLE: GalleryAnswer = { is: 'unreachable' }
const FAILED: GalleryAnswer = {
  problem: problemOf('internal', { requestId: '019ac0de-7000-7000-8000-0000000000aa' }),
}

const PEOPLE = {
  researcher: { name: 'Thandiwe Nkosi-van der Merwe', email: 'thandiwe@lund.example' },
  'site-admin': { name: 'Lund Admin', email: 'admin@lund.example' },
} as const

/** What every page asks, whatever it shows. */
function frameOf(view: PageView): Record<string, GalleryAnswer> {
  const { as = 'researcher' } = view
  const id = '019ac0de-0000-7000-8000-000000000001'
  const isKnown = as === 'researcher' || as === 'site-admin'
  const out = { problem: problemOf('unauthenticated') }
  if (isOfRegistry(view)) {
    const email = 'admin@federation.example'
    const admin = { email, federationId: 'fed:h3africa', expires: ago(-600) }
    return { 'GET /v1/me': as === 'federation-admin' ? { body: admin } : out }
  }
  return {
    'GET /api/v1/me': isKnown ? { body: { id, role: as, ...PEOPLE[as] } } : out,
    'GET /api/v1/status': { body: { siteName: 'Lund University' } },
  }
}

function respond(answer: GalleryAnswer): Promise<Response> {
  if ('body' in answer) return Promise.resolve(Response.json(answer.body))
  if ('problem' in answer) {
    const headers = { 'content-type': 'application/problem+json' }
    const { status } = answer.problem
    return Promise.resolve(new Response(JSON.stringify(answer.problem), { status, headers }))
  }
  return answer.is === 'never'
    ? new Promise(() => undefined)
    : Promise.reject(new TypeError('Failed to fetch'))
}

/** A stream that says what it begins with and then stays open, until it is given up. */
function streamOf({ as = 'researcher', live = {} }: PageView, signal?: AbortSignal | null) {
  const snapshot = {
    at: ago(0),
    reset: false,
    account: { id: 'gallery', role: as },
    topics: ['account'],
    unread: live.unread ?? 0,
    jobs: [],
    announcements: live.announcements ?? [],
  }
  const text = `id: 1\nevent: snapshot\ndata: ${JSON.stringify(snapshot)}\n\n`
  return new Response(
    new ReadableStream({
      start(stream) {
        stream.enqueue(new TextEncoder().encode(text))
        signal?.addEventListener('abort', () => stream.error(signal.reason))
      },
    }),
    { headers: { 'content-type': 'text/event-stream' } },
  )
}

/**
 * The server of one view in one state. `stale` answers everything once and then nothing more, so reading again
 * leaves old data.
 */
export function galleryTransport(view: PageView, state: PageState): Transport {
  const frame = frameOf(view)
  const instead: Partial<Record<PageState, GalleryAnswer>> = {
    loading: NEVER,
    failed: FAILED,
    unreachable: UNREACHABLE,
  }
  const answered = new Set<string>()
  let isKnown = false

  function answerTo(request: string, query: string): GalleryAnswer {
    const own = view.answers?.[request]
    const ofFrame = frame[request]
    // The frame asks first who this is, which is no state of the page.
    if (!isKnown && ofFrame !== undefined && request.endsWith('/me')) {
      isKnown = true
      return own ?? ofFrame
    }
    if (own === undefined) return ofFrame ?? { problem: problemOf('route-not-found') }
    if (state === 'stale' && answered.has(request + query)) return UNREACHABLE
    answered.add(request + query)
    return instead[state] ?? own
  }

  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input.toString(), location.origin)
    if (url.pathname === '/api/v1/events') {
      return state === 'ready'
        ? Promise.resolve(streamOf(view, init?.signal))
        : respond(UNREACHABLE)
    }
    return respond(answerTo(`${init?.method ?? 'GET'} ${url.pathname}`, url.search))
  }
}
