import { sight } from '@crosspanel/protocol/sights'
import type { CheckState } from '@crosspanel/protocol/status'
import type { Told } from '@crosspanel/protocol/told'
import type { Logger } from '../logger.ts'

export type Finding = readonly [state: CheckState, seen: string, told?: Told]
export type Check = () => Finding | Promise<Finding>

/** A part of the node as it was seen last. */
export interface PartLook {
  readonly name: string
  readonly state: CheckState
  readonly seen: string
  readonly told?: Told | undefined
  /** How long the answer took; null when none came. */
  readonly responseMs: number | null
  /** By the monotonic clock, so that a clock that is set does not make it old. */
  readonly atMs: number
}

export const LOOK_TIMEOUT_MS = 1_000
/** A question that nobody will ever answer, on a connection that is gone, does not keep later ones away. */
const GIVEN_UP_AFTER_MS = 10_000
const TIMEOUT: Finding = ['failed', ...sight('part.timeout', { seconds: LOOK_TIMEOUT_MS / 1000 })]

interface Question {
  readonly startedMs: number
  readonly answer: Promise<Finding>
}

/**
 * Looks at one part, one question at a time: while the last one is unanswered, the next look waits
 * for its answer too and asks nothing more.
 */
export function createPart(name: string, check: Check, log: Pick<Logger, 'warn'>) {
  let underWay: Question | undefined
  let last: PartLook | undefined
  let isFailing = false

  function question(): Question {
    const nowMs = performance.now()
    if (underWay !== undefined && nowMs - underWay.startedMs < GIVEN_UP_AFTER_MS) return underWay
    const asked: Question = { startedMs: nowMs, answer: ask(check) }
    underWay = asked
    const done = () => {
      if (underWay === asked) underWay = undefined
    }
    asked.answer.then(done, done)
    return asked
  }

  /** An error is not quoted, since it may name hosts: the log has it, once until the part works again. */
  function failed(err: unknown): Finding {
    if (!isFailing) log.warn({ err, check: name }, 'a health check failed')
    isFailing = true
    return ['failed', ...sight('part.unreachable')]
  }

  async function look(): Promise<PartLook> {
    const { startedMs, answer } = question()
    const { promise: timeout, resolve } = Promise.withResolvers<undefined>()
    const timer = setTimeout(() => resolve(undefined), LOOK_TIMEOUT_MS)
    const finding = await Promise.race([answer.catch(failed), timeout])
    clearTimeout(timer)
    const atMs = performance.now()
    const [state, seen, told] = finding ?? TIMEOUT
    if (state !== 'failed') isFailing = false
    const responseMs = finding === undefined ? null : Math.round((atMs - startedMs) * 10) / 10
    last = { name, state, seen, told, responseMs, atMs }
    return last
  }

  return { name, look, last: () => last }
}

/** A check that throws at once has failed like one that rejects. */
async function ask(check: Check): Promise<Finding> {
  return check()
}
