import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

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

const MODULE = fileURLToPath(new URL('servers/load.ts', import.meta.url))

/** A process that loads servers; one plan at a time. */
export function openLoad(): Disposable & { shoot(plan: LoadPlan): Promise<LoadResult> } {
  const child = fork(MODULE)
  return {
    async shoot(plan) {
      child.send(plan)
      const [answer] = (await once(child, 'message')) as [LoadResult | { error: string }]
      if ('error' in answer) throw new Error(answer.error)
      return answer
    },
    [Symbol.dispose]: () => void child.kill(),
  }
}
