import { execFile, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const MAX_OUTPUT_BYTES = 1024 ** 3
const TAIL_CHARACTERS = 500

const execute = promisify(execFile)

/** Runs a program of the field and returns its standard output. */
export async function runTool(file: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execute(file, [...args], { maxBuffer: MAX_OUTPUT_BYTES })
  return stdout
}

/** Runs a program and yields its standard output line by line; throws when it fails. */
export async function* toolLines(file: string, args: readonly string[]): AsyncGenerator<string> {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let tail = ''
  child.stderr.on(
    'data',
    (data: Buffer) => (tail = (tail + data.toString()).slice(-TAIL_CHARACTERS)),
  )
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  ended.catch(() => undefined)
  try {
    yield* createInterface({ input: child.stdout, crlfDelay: Infinity })
  } finally {
    child.stdout.destroy()
  }
  const code = await ended
  if (code !== 0) throw new Error(`${file} ended with code ${code ?? 'none'}: ${tail}`)
}
