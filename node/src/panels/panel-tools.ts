import { fault } from '@crosspanel/protocol/faults'
import type { ProblemDetail } from '@crosspanel/protocol/problem'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { runEngine, type EngineRun } from '../pipeline/engine-process.ts'
import { requireEngine, type EngineName, type Engines } from '../pipeline/engines.ts'
import { EngineFailure, type EngineFailureClass } from '../pipeline/failures.ts'
import { refuseSource } from './refusal.ts'

export interface PanelFile {
  /** Relative to the panel's directory. */
  readonly name: string
  readonly size: number
  readonly sha256: string
}

/** The input's fault; an exit code that says nothing is taken for it too. */
const AT_FAULT: ReadonlySet<EngineFailureClass> = new Set(['bad-input', 'engine-bug'])

export type PanelTools = ReturnType<typeof createPanelTools>

/** The programs that make and read a panel's files, in one working directory. */
export function createPanelTools(engines: Engines, workDir: string, signal: AbortSignal) {
  /** `inputFault` says what is wrong with the input when the program ends with an error. */
  async function run(
    name: EngineName,
    args: readonly string[],
    {
      inputFault,
      ...more
    }: Pick<EngineRun, 'onStdout' | 'stdoutFile'> & { inputFault?: ProblemDetail } = {},
  ): Promise<void> {
    const { file } = requireEngine(engines, name)
    try {
      await runEngine({ engine: name, file, args, workDir, signal, ...more })
    } catch (error) {
      if (!(error instanceof EngineFailure) || !AT_FAULT.has(error.failure)) throw error
      // What the program says may hold a person's id, so it is not handed on.
      throw refuseSource(inputFault ?? fault('source-not-converted', '#', { engine: name }))
    }
  }

  return {
    run,
    async text(
      name: EngineName,
      args: readonly string[],
      inputFault?: ProblemDetail,
    ): Promise<string> {
      const parts: Buffer[] = []
      const onStdout = (bytes: Buffer) => void parts.push(bytes)
      await run(name, args, inputFault === undefined ? { onStdout } : { onStdout, inputFault })
      return Buffer.concat(parts).toString('utf8')
    },
  }
}

export async function describeFile(dir: string, name: string): Promise<PanelFile> {
  const path = `${dir}/${name}`
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return { name, size: (await stat(path)).size, sha256: hash.digest('hex') }
}
