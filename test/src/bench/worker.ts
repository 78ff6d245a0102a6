import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface Worker<Plan, Result> extends Disposable {
  /** One plan at a time. Throws what the work has thrown, as text. */
  carryOut(plan: Plan): Promise<Result>
}

/** A process of `servers/` for work that is to take nothing from the process that measures. */
export function openWorker<Plan extends object, Result extends object>(
  name: string,
): Worker<Plan, Result> {
  const child = fork(fileURLToPath(new URL(`servers/${name}.ts`, import.meta.url)))
  return {
    async carryOut(plan) {
      child.send(plan)
      const [answer] = (await once(child, 'message')) as [Result | { error: string }]
      if ('error' in answer) throw new Error(answer.error)
      return answer
    },
    [Symbol.dispose]: () => void child.kill(),
  }
}

/** The side of the worker: does every plan that comes. */
export function carryOutPlans(work: (plan: never) => Promise<object>): void {
  process.on('message', (plan) => {
    work(plan as never).then(
      (result) => process.send?.(result),
      (error: unknown) => process.send?.({ error: String(error) }),
    )
  })
}
