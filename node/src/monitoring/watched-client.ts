/** Called when a statement begins; what it gives back is called when it has ended, however it did. */
export type OnQuery = (statement: string, values: readonly unknown[]) => () => void

type AnyFunction = (...args: unknown[]) => unknown

/** A postgres.js client whose statements are reported, those of its transactions included. */
export function watchClient<Client extends object>(client: Client, onQuery: OnQuery): Client {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (name === 'unsafe') return watchedUnsafe(value as AnyFunction, onQuery)
      if (name === 'begin' || name === 'savepoint') {
        return watchedTransaction(value as AnyFunction, onQuery)
      }
      return value
    },
  })
}

function watchedTransaction(begin: AnyFunction, onQuery: OnQuery): AnyFunction {
  return (...args) => {
    const work = args.pop() as AnyFunction
    return begin(...args, (tx: object) => work(watchClient(tx, onQuery)))
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
