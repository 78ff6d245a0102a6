import type { Finding } from '@crosspanel/protocol/job'
import type { Chunk } from './chunks.ts'

export const ENGINE_FAILURES = [
  'out-of-memory',
  'killed',
  'timed-out',
  'bad-input',
  'missing-engine',
  'engine-bug',
  'corrupt-output',
] as const
export type EngineFailureClass = (typeof ENGINE_FAILURES)[number]

/** The input is at fault: nothing here will change until the researcher changes it. */
export class PipelineRefusal extends Error {
  override readonly name = 'PipelineRefusal'
  readonly findings: readonly Finding[]

  constructor(findings: readonly Finding[]) {
    super(findings.map(({ code }) => code).join(', '))
    this.findings = findings
  }
}

/** Whether the same command may succeed when it is run again. */
const IS_RETRYABLE: Readonly<Record<EngineFailureClass, boolean>> = {
  'out-of-memory': true,
  killed: true,
  'timed-out': true,
  'bad-input': false,
  'missing-engine': false,
  'engine-bug': false,
  'corrupt-output': true,
}

/** An engine failed. `stderrTail` has neither sample ids nor positions, and is for the site's own administrator. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure'
  readonly engine: string
  readonly failure: EngineFailureClass
  readonly isRetryable: boolean
  readonly exitCode: number | null
  readonly stderrTail: string
  readonly detail: string | undefined
  /** `20:1-20000000`, when it was at work on a chunk. */
  readonly chunk: string | undefined

  constructor(
    engine: string,
    failure: EngineFailureClass,
    more: {
      exitCode?: number | null
      stderrTail?: string
      detail?: string | undefined
      chunk?: string | undefined
    } = {},
  ) {
    super(`${engine}: ${failure}${more.detail === undefined ? '' : ` (${more.detail})`}`)
    this.engine = engine
    this.failure = failure
    this.isRetryable = IS_RETRYABLE[failure]
    this.exitCode = more.exitCode ?? null
    this.stderrTail = more.stderrTail ?? ''
    this.chunk = more.chunk
    this.detail = more.detail
  }

  /** The same, with the chunk that it happened at. */
  at({ chromosome, start, end }: Chunk): EngineFailure {
    const { engine, failure, exitCode, stderrTail, detail } = this
    const chunk = `${chromosome}:${String(start)}-${String(end)}`
    return new EngineFailure(engine, failure, { exitCode, stderrTail, detail, chunk })
  }
}
