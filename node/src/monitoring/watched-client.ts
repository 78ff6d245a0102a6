/** Called when a statement begins; what it gives back is called when it has ended, however it did. */
export type OnQuery = (statement: string, values: readonly unknown[]) => () => void

type AnyFunction = (...args: unknown[]) => unknown

/** A postgres.js client whose statements are reported, those of its transactions included. */
export function watchClient<Client extends object>(client: Client, onQuery: OnQuery): Client {
  return mapUnsafe(client, (unsafe) => watchedUnsafe(unsafe, onQuery))
}

/** A postgres.js client with another `unsafe`, by which drizzle sends everything, in its transactions as well. */
export function mapUnsafe<Client extends object>(
  client: Client,
  change: (unsafe: AnyFunction) => AnyFunction,
): Client {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (name === 'unsafe') return change(value as AnyFunction)
      if (name === 'begin' || name === 'savepoint') {
        return changedTransaction(value as AnyFunction, change)
      }
      return value
    },
  })
}

function changedTransaction(
  begin: AnyFunction,
  change: (unsafe: AnyFunction) => AnyFunction,
): AnyFunction {
  return (...args) => {
    const work = args.pop() as AnyFunction
    return begin(...args, (tx: object) => work(mapUnsafe(tx, change)))
  }
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
