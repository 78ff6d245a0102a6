import { Crypt4ghError } from '@crosspanel/protocol/crypt4gh/error'
import { findingOf } from '@crosspanel/protocol/findings'
import { DomainError } from '@crosspanel/protocol/problem'
import { describe, expect, it } from 'vitest'
import { ENGINE_FAILURES, EngineFailure, PipelineRefusal } from '../pipeline/failures.ts'
import { judgeError } from './verdicts.ts'

const RETRIED = ['out-of-memory', 'killed', 'timed-out', 'corrupt-output']

describe('an engine failure', () => {
  it.each(ENGINE_FAILURES)('of class %s is tried again only if that may help', (failure) => {
    const { kind } = judgeError(new EngineFailure('minimac4', failure), 1)

    expect(kind).toBe(RETRIED.includes(failure) ? 'retry' : 'fail')
  })

  it.each(ENGINE_FAILURES)(
    'of class %s ends the run at the third attempt, and says so',
    (failure) => {
      const verdict = judgeError(new EngineFailure('minimac4', failure), 3)

      expect(verdict).toMatchObject({ kind: 'fail', findings: [{ code: `engine-${failure}` }] })
    },
  )

  it('says at which chunk it was', () => {
    const error = new EngineFailure('minimac4', 'engine-bug')
    const chunk = { chromosome: '20', start: 20_000_001, end: 40_000_000 }

    const verdicts = [error, error.at(chunk)].map((one) => judgeError(one, 1))

    expect(verdicts).toMatchObject([
      { findings: [{ seen: 'minimac4 failed' }] },
      { findings: [{ seen: 'minimac4 failed at chunk 20:20000001-40000000' }] },
    ])
  })

  it('keeps what the engine wrote to itself', () => {
    const error = new EngineFailure('eagle', 'engine-bug', { stderrTail: 'secret' })

    expect(JSON.stringify(judgeError(error, 1))).not.toContain('secret')
  })
})

describe('a refusal by the pipeline', () => {
  it('ends the run with its findings', () => {
    const refusal = findingOf('no-variants')

    expect(judgeError(new PipelineRefusal([refusal]), 1)).toMatchObject({
      kind: 'fail',
      findings: [refusal],
    })
  })
})

describe('a key that results cannot be encrypted for', () => {
  it('ends the run at once: the engines are not run again for it', () => {
    const verdict = judgeError(new Crypt4ghError('key-invalid', 'no usable key'), 1)

    expect(verdict).toMatchObject({ kind: 'fail', findings: [{ code: 'result-key-unusable' }] })
  })
})

describe('results that are too large to be announced', () => {
  it('end the run at once: the next attempt would make the same', () => {
    const verdict = judgeError(new DomainError('body-too-large'), 1)

    expect(verdict).toMatchObject({ kind: 'fail', findings: [{ code: 'results-too-large' }] })
  })
})

describe('an error of the node itself', () => {
  it('is tried again after ever longer pauses, five times in all', () => {
    const verdicts = [1, 2, 3, 4, 5].map((attempt) => judgeError(new Error('bug'), attempt))

    expect(verdicts.map((verdict) => (verdict.kind === 'retry' ? verdict.waitMs : 'end'))).toEqual([
      10_000,
      20_000,
      40_000,
      80_000,
      'end',
    ])
  })
})
