import { refusal } from '@crosspanel/protocol/refusals'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'

const RETRY_S = 5
/** Requests that may wait at once, with those whose clients have been answered already. */
const MAX_WAITING = 512

/**
 * A database that takes connections and answers nothing (paused, its disk stuck) must not leave
 * clients hanging, nor pile up what they ask for. What was asked may still be done afterwards.
 */
export function answerInTime(deadlineMs: number) {
  let waiting = 0
  return createMiddleware<AppEnv>(async (_c, next) => {
    if (waiting >= MAX_WAITING) throw refusal('not-ready.crowded', { retryAfterS: RETRY_S })
    waiting += 1
    const work = next().finally(() => (waiting -= 1))
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      reject(
        refusal('not-ready.late', { params: { seconds: deadlineMs / 1000 }, retryAfterS: RETRY_S }),
      )
    }, deadlineMs)
    try {
      await Promise.race([work, late])
    } finally {
      clearTimeout(timer)
    }
  })
}
