import type { AppParts } from '@crosspanel/node/app'
import { createQueryWatch } from '@crosspanel/node/monitoring/query-watch'
import { NO_TRACING } from '@crosspanel/node/monitoring/tracing'

const NO_WATCH = createQueryWatch({ mode: 'off', slowMs: 0, repeatedQueries: 2 }, absent('log'))

/** Stands for a part that is never reached, of whatever type; touching it fails by name. */
export function absent(name: string): never {
  const fail = () => {
    throw new Error(`${name} is absent here`)
  }
  return new Proxy({}, { get: () => fail }) as never
}

/** The parts of a node's HTTP edge: those given, and for every other one an absent one. */
export function absentParts(given: Partial<AppParts>): AppParts {
  const none = {
    consoleDir: undefined,
    observe: undefined,
    metricsToken: undefined,
    mountPeers: () => undefined,
    queryWatch: NO_WATCH,
    tracing: NO_TRACING,
  }
  return new Proxy({ ...none, ...given } as AppParts, {
    get: (parts, name: string) =>
      name in parts ? parts[name as keyof AppParts] : (absent(name) as unknown),
  })
}
