import type { Transport } from './transport.ts'

const KEPT = 60
/**
 * A node answers within 20 s by default, be it with a refusal. A server that hangs must not pass for one that has
 * nothing new, nor for one that is still at work on a change: no answer for so long is none.
 */
const PATIENCE_MS = 30_000

interface Known {
  readonly etag: string
  readonly body: string
  readonly headers: Headers
}

/**
 * Remembers the last answers with their ETag, so that asking again costs the node a 304 and the line a few
 * bytes. Whoever asks gets a whole answer either way.
 */
export function createConditional(ask: Transport) {
  const known = new Map<string, Known>()

  function remember(url: string, value: Known): void {
    known.delete(url)
    known.set(url, value)
    const [oldest] = known.keys()
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest)
  }

  return {
    async ask(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
      const url = input instanceof Request ? input.url : input.toString()
      const inTime = (headers: Headers) =>
        withPatience((signal) => ask(input, { ...init, headers, signal }), init.signal)
      const headers = new Headers(init.headers)
      if ((init.method ?? 'GET').toUpperCase() !== 'GET') return inTime(headers)
      const before = known.get(url)
      if (before !== undefined) headers.set('if-none-match', before.etag)
      const answer = await inTime(headers)
      if (answer.status === 304 && before !== undefined) {
        return new Response(before.body, { status: 200, headers: before.headers })
      }
      const etag = answer.headers.get('etag')
      if (!answer.ok || etag === null) return answer
      const body = await answer.text()
      remember(url, { etag, body, headers: answer.headers })
      return new Response(body, { status: answer.status, headers: answer.headers })
    },
    /** For when somebody else logs in. */
    forget: () => known.clear(),
  }
}

/** Breaks off what has not begun to be answered; an answer that comes slowly is let come. */
async function withPatience(
  ask: (signal: AbortSignal) => Promise<Response>,
  given: AbortSignal | null | undefined,
): Promise<Response> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS)
  const signals = given ? [given, patience.signal] : [patience.signal]
  return ask(AbortSignal.any(signals)).finally(() => clearTimeout(timer))
}
