import { Crypt4ghError } from '@crosspanel/protocol/crypt4gh/error'
import type { Finding } from '@crosspanel/protocol/job'
import { DomainError } from '@crosspanel/protocol/problem'
import { EngineFailure, type EngineFailureClass, PipelineRefusal } from '../pipeline/failures.ts'

/** What an error makes of a run: the end of it, or another attempt after a pause. */
export type Verdict =
  | { readonly kind: 'fail'; readonly cause: string; readonly findings: readonly Finding[] }
  | { readonly kind: 'retry'; readonly cause: string; readonly waitMs: number }

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
    return { kind: 'fail', cause: 'the input cannot be imputed as it is', findings }
  }
  if (error instanceof Crypt4ghError) {
    return { kind: 'fail', cause: RECIPIENT_UNUSABLE.seen, findings: [RECIPIENT_UNUSABLE] }
  }
  if (error instanceof DomainError && error.code === 'body-too-large') {
    return { kind: 'fail', cause: RESULTS_TOO_LARGE.seen, findings: [RESULTS_TOO_LARGE] }
  }
  const waitMs = Math.min(RETRY_FIRST_MS * 2 ** (attempts - 1), RETRY_MAX_MS)
  if (error instanceof EngineFailure) {
    const cause = `${error.engine}: ${WORDS[error.failure]}`
    return error.isRetryable && attempts < ENGINE_ATTEMPTS_MAX
      ? { kind: 'retry', cause, waitMs }
      : { kind: 'fail', cause, findings: [engineFinding(error)] }
  }
  return attempts < RUN_ATTEMPTS_MAX
    ? { kind: 'retry', cause: 'the node failed at this run', waitMs }
    : { kind: 'fail', cause: 'the node failed at this run', findings: [INTERNAL] }
}

const WORDS: Readonly<Record<EngineFailureClass, string>> = {
  'out-of-memory': 'ran out of memory',
  killed: 'was killed',
  'timed-out': 'took too long',
  'bad-input': 'could not read its input',
  'missing-engine': 'is not installed',
  'engine-bug': 'failed',
  'corrupt-output': 'wrote a damaged result',
}

function engineFinding({ engine, failure, chunk }: EngineFailure): Finding {
  return {
    code: `engine-${failure}`,
    severity: 'error',
    seen: `${engine} ${WORDS[failure]}${chunk === undefined ? '' : ` at chunk ${chunk}`}`,
    why: 'The engine of the host site could not finish; no result was made.',
    fix: 'Ask the administrator of the host site, whose log has the reason; then retry the job.',
    count: 1,
  }
}

const RECIPIENT_UNUSABLE: Finding = {
  code: 'result-key-unusable',
  severity: 'error',
  seen: 'the results cannot be encrypted for the key that the offer names',
  why: 'Results never leave the host site in the clear.',
  fix: 'Give another Crypt4GH public key, or none, and retry the job.',
  count: 1,
}

/** Their announcement carries a digest of each chunk, so the cap of a message bounds the results. */
const RESULTS_TOO_LARGE: Finding = {
  code: 'results-too-large',
  severity: 'error',
  seen: 'the results are larger than one job can send back',
  why: 'Sites agree on every part of the results in a message of limited size.',
  fix: 'Send fewer samples or fewer chromosomes in each job, or choose a higher least R2.',
  count: 1,
}

const INTERNAL: Finding = {
  code: 'host-internal',
  severity: 'error',
  seen: 'the host site failed several times at this run',
  why: 'This is a fault of the host site and not of your files.',
  fix: 'Ask the administrator of the host site, who finds the reason in the log.',
  count: 1,
}

export const ABANDONED: Finding = {
  code: 'worker-lost',
  severity: 'error',
  seen: `the worker was lost ${String(RUN_ATTEMPTS_MAX)} times while it worked for this run`,
  why: 'A run that takes its worker down each time is not tried for ever.',
  fix: 'Ask the administrator of the host site; fewer samples or chromosomes in one job may help.',
  count: 1,
}

export const PANEL_GONE: Finding = {
  code: 'panel-changed',
  severity: 'error',
  seen: 'the panel was changed or withdrawn after the offer was accepted',
  why: 'The results would not be those of the panel that was asked for.',
  fix: 'Retry the job.',
  count: 1,
}

export const ACCESS_WITHDRAWN: Finding = {
  code: 'panel-access-denied',
  severity: 'error',
  seen: 'the owner of the panel withdrew access after the offer was accepted',
  why: 'Access is checked again when a run starts.',
  fix: 'Ask the administrator of the host site for access, or choose another panel.',
  count: 1,
}

export const INPUT_DAMAGED: Finding = {
  code: 'input-damaged',
  severity: 'error',
  seen: 'an input file decrypts to other bytes than its manifest names',
  why: 'The home site encrypted something else than it described.',
  fix: 'Retry the job; if it fails again, ask the administrator of your site.',
  count: 1,
}
