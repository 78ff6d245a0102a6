import { ResultError } from './open-result.ts'

const MAX_FAILURES = 5
const TOO_MANY_REQUESTS = 429
const RANGE_NOT_SATISFIABLE = 416

export interface DownloadPorts {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  /** Waits before attempt number `failures` after the first. */
  readonly pause: (failures: number) => Promise<void>
}

/** The bytes of a file; where the connection breaks or the node is away, it goes on at the byte where it broke. */
export async function* downloadBytes(
  url: string,
  { fetch, pause }: DownloadPorts,
): AsyncGenerator<Uint8Array> {
  let have = 0
  let failures = 0
  for (;;) {
    try {
      const answer = await fetch(url, have > 0 ? { headers: { range: `bytes=${have}-` } } : {})
      if (!hasBytes(answer.status, have)) return
      for await (const part of partsOf(answer)) {
        have += part.length
        failures = 0
        yield part
      }
      return
    } catch (error) {
      if (error instanceof ResultError) throw error
      failures += 1
      if (failures > MAX_FAILURES) throw new ResultError('connection-lost', { cause: error })
      await pause(failures)
    }
  }
}

/** False when there are no more. Throws `ResultError` when asking again would not help. */
function hasBytes(status: number, have: number): boolean {
  if (status === (have > 0 ? 206 : 200)) return true
  if (status >= 500 || status === TOO_MANY_REQUESTS) throw new Error(`the node answers ${status}`)
  // It broke after the last byte: whether these are all, the digest tells.
  if (status === RANGE_NOT_SATISFIABLE && have > 0) return false
  throw new ResultError('refused')
}

async function* partsOf({ body }: Response): AsyncGenerator<Uint8Array> {
  if (body === null) return
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
