export type AnyFunction = (...args: unknown[]) => unknown

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
