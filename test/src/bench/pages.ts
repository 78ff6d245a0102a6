import { Agent, request } from 'undici'
import { median, quantile } from './statistics.ts'

export interface PageTimes {
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface Pages extends AsyncDisposable {
  /** Throws unless the answer is 200. */
  read(path: string, token: string): Promise<string>
}

/** Reads pages of one server over one connection, as one person does. */
export function openPages(url: string): Pages {
  const agent = new Agent({ connections: 1 })
  return {
    async read(path, token) {
      const { statusCode, body } = await request(url + path, {
        dispatcher: agent,
        headers: { authorization: `Bearer ${token}` },
      })
      const text = await body.text()
      if (statusCode !== 200) throw new Error(`${path} answers ${statusCode}: ${text}`)
      return text
    },
    [Symbol.asyncDispose]: () => agent.close(),
  }
}

export function timesOf(tookMs: readonly number[]): PageTimes {
  return { p50Ms: median(tookMs), p99Ms: quantile(tookMs, 0.99) }
}

/** The element of a list that is due at a turn, round and round. */
export function inTurn<T>(list: readonly T[], turn: number): T {
  const found = list[turn % list.length]
  if (found === undefined) throw new Error('an empty list has no turns')
  return found
}
