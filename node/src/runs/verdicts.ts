import { type Because, because, becauseOf } from '@crosspanel/protocol/causes'
import { Crypt4ghError } from '@crosspanel/protocol/crypt4gh/error'
import { findingOf } from '@crosspanel/protocol/findings'
import type { Finding } from '@crosspanel/protocol/job'
import { DomainError } from '@crosspanel/protocol/problem'
import { EngineFailure, PipelineRefusal } from '../pipeline/failures.ts'

/** What an error makes of a run: the end of it, or another attempt after a pause. */
export type Verdict =
  | { readonly kind: 'fail'; readonly reason: Because; readonly findings: readonly Finding[] }
  | { readonly kind: 'retry'; readonly reason: Because; readonly waitMs: number }

/** Attempts at an engine failure that may pass, the first among them. */
const ENGINE_ATTEMPTS_MAX = 3
/** Attempts after which a run ends whatever the reason, so that a poisonous one cannot go round for ever. */
export const RUN_ATTEMPTS_MAX = 5
const RETRY_FIRST_MS = 10_000
const RETRY_MAX_MS = 300_000

/** `attempts` counts the one that failed. Pure. */
export function judgeError(error: unknown, attempts: number): Verdict {
  if (error instanceof PipelineRefusal) {
    const findings = [...error.findings]
    return { kind: 'fail', reason: because('unfit'), findings }
  }
  if (error instanceof Crypt4ghError) {
    return failFor(findingOf('result-key-unusable'))
  }
  if (error instanceof DomainError && error.code === 'body-too-large') {
    return failFor(findingOf('results-too-large'))
  }
  const waitMs = Math.min(RETRY_FIRST_MS * 2 ** (attempts - 1), RETRY_MAX_MS)
  if (error instanceof EngineFailure) {
    const finding = engineFinding(error)
    return error.isRetryable && attempts < ENGINE_ATTEMPTS_MAX
      ? { kind: 'retry', reason: becauseOf(finding), waitMs }
      : failFor(finding)
  }
  return attempts < RUN_ATTEMPTS_MAX
    ? { kind: 'retry', reason: because('again.node'), waitMs }
    : { kind: 'fail', reason: because('again.node'), findings: [findingOf('host-internal')] }
}

function engineFinding({ engine, failure, chunk }: EngineFailure): Finding {
  return chunk === undefined
    ? findingOf(`engine-${failure}.whole`, { params: { engine } })
    : findingOf(`engine-${failure}.chunk`, { params: { engine, chunk } })
}

function failFor(finding: Finding): Verdict {
  return { kind: 'fail', reason: becauseOf(finding), findings: [finding] }
}
