import { LivePatch, LiveSnapshot, type LiveTopic } from '@crosspanel/protocol/live'

export interface LiveEventsOptions {
  /** Address of the node, without a slash at its end; empty for that of the page. */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
  readonly topics?: readonly LiveTopic[]
  readonly lastEventId?: string
  /** What the page starts from. With `reset`, everything that was read before is to be read again. */
  readonly onSnapshot?: (snapshot: LiveSnapshot) => void
  readonly onPatch?: (patch: LivePatch, id: string) => void
  readonly onState?: (state: LiveState) => void
  /** Pause after the first failure in a row; it doubles. The node may ask for another. */
  readonly pauseMs?: number
  readonly longestPauseMs?: number
  /** A stream without a word for this long is taken for dead; the node sends heartbeats every 15 s. */
  readonly silenceMs?: number
}

/** `refused`: the login is not good (any more), and coming back would not help. */
export type LiveState = 'connecting' | 'open' | 'waiting' | 'refused' | 'closed'

export interface LiveEvents {
  /** Id of the last event, to go on from. */
  lastEventId(): string | undefined
  close(): void
  /** Resolves when it is closed or refused. */
  readonly done: Promise<void>
}

const FINAL = new Set([400, 401, 403, 404])

/** Reads the node's live events until closed, coming back by itself and going on where it was. */
export function openLiveEvents(options: LiveEventsOptions): LiveEvents {
  const { pauseMs = 1_000, longestPauseMs = 30_000, silenceMs = 45_000 } = options
  const request = options.fetch ?? ((url: string, init: RequestInit) => fetch(url, init))
  const closing = new AbortController()
  let lastEventId = options.lastEventId
  let askedPauseMs: number | undefined
  let failures = 0

  function take({ event, data, id, retryMs }: StreamEvent): void {
    if (retryMs !== undefined) askedPauseMs = retryMs
    if (id !== undefined) lastEventId = id
    if (data === undefined) return
    failures = 0
    if (event === 'snapshot') options.onSnapshot?.(LiveSnapshot.parse(JSON.parse(data)))
    if (event === 'patch') options.onPatch?.(LivePatch.parse(JSON.parse(data)), lastEventId ?? '')
  }

  /** One connection, to its end. Answers whether to come back. */
  async function connect(): Promise<boolean> {
    const attempt = new AbortController()
    const stop = () => attempt.abort()
    closing.signal.addEventListener('abort', stop)
    let watchdog = setTimeout(stop, silenceMs)
    try {
      const answer = await request(addressOf(options), {
        headers: {
          accept: 'text/event-stream',
          ...options.headers,
          ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
        },
        signal: attempt.signal,
        cache: 'no-store',
      })
      if (!answer.ok || answer.body === null) {
        await answer.body?.cancel()
        askedPauseMs = retryAfterMs(answer)
        return !FINAL.has(answer.status)
      }
      options.onState?.('open')
      const parse = createEventParser(take)
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return true
        clearTimeout(watchdog)
        watchdog = setTimeout(stop, silenceMs)
        parse(value)
      }
    } finally {
      clearTimeout(watchdog)
      closing.signal.removeEventListener('abort', stop)
      attempt.abort()
    }
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      options.onState?.('connecting')
      const shallReturn = await connect().catch(() => true)
      if (closing.signal.aborted) break
      if (!shallReturn) return options.onState?.('refused')
      options.onState?.('waiting')
      const longest = Math.min(longestPauseMs, (askedPauseMs ?? pauseMs) * 2 ** failures)
      failures += 1
      // Half of it by chance: many clients that lost the same node do not come back as one.
      await pause(longest * (0.5 + Math.random() / 2), closing.signal)
    }
    options.onState?.('closed')
  }

  return {
    lastEventId: () => lastEventId,
    close: () => closing.abort(),
    done: run(),
  }
}

export interface StreamEvent {
  readonly event?: string | undefined
  readonly data?: string | undefined
  readonly id?: string | undefined
  readonly retryMs?: number | undefined
}

/** Takes the text of a `text/event-stream` in pieces of any size (WHATWG HTML, 9.2.6). */
export function createEventParser(onEvent: (event: StreamEvent) => void): (text: string) => void {
  let rest = ''
  let fields: Record<string, string> = {}

  function dispatch(): void {
    const { event, data, id, retry = '' } = fields
    const isNothing = Object.keys(fields).length === 0
    fields = {}
    if (!isNothing)
      onEvent({ event, data, id, retryMs: /^\d+$/.test(retry) ? Number(retry) : undefined })
  }

  function takeLine(line: string): void {
    if (line === '') return dispatch()
    const colon = line.indexOf(':')
    if (colon === 0) return
    const name = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '')
    fields[name] =
      name === 'data' && fields['data'] !== undefined ? `${fields['data']}\n${value}` : value
  }

  return (text) => {
    rest += text
    const lines = rest.split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    for (const line of lines) takeLine(line)
  }
}

function addressOf({ url, topics }: LiveEventsOptions): string {
  const query = topics === undefined ? '' : `?topics=${topics.join(',')}`
  return `${url}/api/v1/events${query}`
}

function retryAfterMs(answer: Response): number | undefined {
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds * 1000 : undefined
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
