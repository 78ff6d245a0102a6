import { openWorker, type Worker } from './worker.ts'

/** Requests that are all alike, by so many connections at once. */
export interface LoadPlan {
  readonly url: string
  readonly headers: Record<string, string>
  /** What every answer has to be. */
  readonly body: string
  readonly connections: number
  readonly requests: number
}

export interface LoadResult {
  readonly p50Ms: number
  readonly p99Ms: number
  readonly tookS: number
}

/** A process that loads servers. */
export const openLoad = (): Worker<LoadPlan, LoadResult> => openWorker('load')
