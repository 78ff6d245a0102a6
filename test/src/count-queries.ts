import { AsyncLocalStorage } from 'node:async_hooks'
import { fingerprintOf } from '@crosspanel/node/monitoring/query-fingerprint'
import type { OnQuery } from '@crosspanel/node/monitoring/watched-client'

export interface QueryCounter {
  /** For `openDb`, or for the overrides of a node. */
  readonly onQuery: OnQuery
  /** The statements, without values, that `work` and what it waits for ask; not those of anybody else. */
  countQueries<T>(work: () => Promise<T>): Promise<{ result: T; queries: readonly string[] }>
}

/** Counts what a request in this process asks of the database. */
export function createQueryCounter(): QueryCounter {
  const counts = new AsyncLocalStorage<string[]>()
  return {
    onQuery(statement) {
      counts.getStore()?.push(fingerprintOf(statement))
      return () => undefined
    },
    async countQueries(work) {
      const queries: string[] = []
      const result = await counts.run(queries, work)
      return { result, queries }
    },
  }
}
