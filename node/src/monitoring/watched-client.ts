import { type AnyFunction, mapUnsafe } from '../map-unsafe.ts'

/** Called when a statement begins; what it gives back is called when it has ended, however it did. */
export type OnQuery = (statement: string, values: readonly unknown[]) => () => void

/** A postgres.js client whose statements are reported, those of its transactions included. */
export function watchClient<Client extends object>(client: Client, onQuery: OnQuery): Client {
  return mapUnsafe(client, (unsafe) => watchedUnsafe(unsafe, onQuery))
}

/** postgres.js sends a statement when somebody begins to wait for it, not when it is made. */
function watchedUnsafe(unsafe: AnyFunction, onQuery: OnQuery): AnyFunction {
  return (...args) => {
    const query = unsafe(...args) as Promise<unknown>
    const then = query.then.bind(query)
    let isSent = false
    query.then = (onDone, onFailed) => {
      if (!isSent) {
        isSent = true
        const [statement, values = []] = args as [string, unknown[]?]
        const end = onQuery(statement, values)
        void then(end, end)
      }
      return then(onDone, onFailed)
    }
    return query
  }
}
