import { mapUnsafe } from './map-unsafe.ts'

/** A statement is prepared when it comes for this many times: texts with lists of many lengths come once. */
const HOT_AT = 3
/** Each prepared one costs the server some kilobytes in each connection. */
const HOT_MAX = 300
/** Texts that are remembered while they are not hot. */
const SEEN_MAX = 1_000

/**
 * A postgres.js client that prepares the statements which come again. One that is not prepared takes two
 * round trips, since the types of its parameters are asked for first, and is parsed and planned each time.
 */
export function prepareHot<Client extends object>(client: Client): Client {
  const hot = new Set<unknown>()
  const seen = new Map<unknown, number>()

  function isHot(statement: unknown): boolean {
    if (hot.has(statement)) return true
    const times = (seen.get(statement) ?? 0) + 1
    seen.delete(statement)
    if (times >= HOT_AT && hot.size < HOT_MAX) {
      hot.add(statement)
      return true
    }
    seen.set(statement, times)
    const [oldest] = seen.size > SEEN_MAX ? seen.keys() : []
    if (oldest !== undefined) seen.delete(oldest)
    return false
  }

  return mapUnsafe(client, (unsafe) => (statement, values, options) => {
    if (!isHot(statement)) return unsafe(statement, values, options)
    const prepared = { ...(options as object | undefined), prepare: true, simple: false }
    return unsafe(statement, values, prepared)
  })
}
