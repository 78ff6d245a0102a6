import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { runEngine, type EngineRun } from '../pipeline/engine-process.ts'
import { requireEngine, type EngineName, type Engines } from '../pipeline/engines.ts'
import { EngineFailure } from '../pipeline/failures.ts'
import { refuseSource } from './refusal.ts'

export interface PanelFile {
  /** Relative to the panel's directory. */
  readonly name: string
  readonly size: number
  readonly sha256: string
}

export type PanelTools = ReturnType<typeof createPanelTools>

/** The programs that make and read a panel's files, in one working directory. */
export function createPanelTools(engines: Engines, workDir: string, signal: AbortSignal) {
  async function run(
    name: EngineName,
    args: readonly string[],
    more: Pick<EngineRun, 'onStdout' | 'stdoutFile'> = {},
  ): Promise<void> {
    const { file } = requireEngine(engines, name)
    try {
      await runEngine({ engine: name, file, args, workDir, signal, ...more })
    } catch (error) {
      if (!(error instanceof EngineFailure) || error.failure !== 'bad-input') throw error
      throw refuseSource(
        `${name} cannot read a file: ${error.stderrTail.slice(0, 300)}`,
        'see whether `bcftools view FILE` reads it whole',
      )
    }
  }

  return {
    run,
    async text(name: EngineName, args: readonly string[]): Promise<string> {
      const parts: Buffer[] = []
      await run(name, args, { onStdout: (bytes) => parts.push(bytes) })
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
