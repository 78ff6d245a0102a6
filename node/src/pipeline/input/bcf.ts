import { spawn } from 'node:child_process'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BcfEnding, BcfToText } from '@crosspanel/protocol/input-check/check-file'

export interface BcfOptions {
  /** Absolute path of bcftools. */
  readonly bcftools: string
  /** Absolute path of prlimit (util-linux); without it the process has no limits of its own. */
  readonly prlimit?: string | undefined
  readonly maxMemoryBytes?: number | undefined
  readonly maxCpuS?: number | undefined
  readonly signal?: AbortSignal | undefined
}

const MAX_MEMORY_BYTES = 2 * 1024 ** 3
const MAX_CPU_S = 4 * 60 * 60

/**
 * Reads BCF with `bcftools view`: no shell, no environment, no file name (the file comes by standard
 * input), bounded memory and CPU time. The text is only ever as far ahead as a pipe holds.
 */
export function createBcfReader(options: BcfOptions): BcfToText {
  return (file) => readBcf(file.open(), options)
}

async function* readBcf(
  source: AsyncIterable<Uint8Array>,
  options: BcfOptions,
): AsyncGenerator<Uint8Array, BcfEnding> {
  const [command, ...args] = commandOf(options)
  const child = spawn(command, args, {
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
    signal: options.signal,
    killSignal: 'SIGKILL',
  })
  const exited = new Promise<boolean>((resolve) => {
    child.on('error', () => {
      resolve(false)
    })
    child.on('close', (code) => {
      resolve(code === 0)
    })
  })
  const input = Readable.from(source, { objectMode: false })
  // bcftools closes its input when it gives up; its exit code says so.
  const fed = pipeline(input, child.stdin).catch(() => undefined)
  try {
    for await (const chunk of child.stdout) yield chunk as Uint8Array
    await fed
    return (await exited) ? 'complete' : 'failed'
  } finally {
    child.kill('SIGKILL')
    input.destroy()
    await exited
  }
}

function commandOf({
  bcftools,
  prlimit,
  maxMemoryBytes,
  maxCpuS,
}: BcfOptions): [string, ...string[]] {
  const view = [bcftools, 'view', '--no-version', '-Ov', '-'] as const
  if (prlimit === undefined) return [...view]
  const memory = `--as=${maxMemoryBytes ?? MAX_MEMORY_BYTES}`
  return [prlimit, memory, `--cpu=${maxCpuS ?? MAX_CPU_S}`, '--core=0', '--', ...view]
}
