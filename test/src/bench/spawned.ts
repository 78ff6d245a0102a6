import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { untilAnswers } from './until-answers.ts'

const LOOK_EVERY_MS = 5

export interface Spawned extends AsyncDisposable {
  readonly pid: number
  /** From the start of the process until its address answered 200, seconds. */
  readonly readyS: number
}

/** Starts a program with these arguments and waits until `url` answers 200. */
export async function spawnUntilReady(
  file: string,
  args: readonly string[],
  url: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Spawned> {
  const startedMs = performance.now()
  const child = spawn(file, args, {
    stdio: 'ignore',
    env: { ...process.env, ...environment },
  })
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  try {
    const early = ended.then(() => {
      throw new Error(`${[file, ...args].join(' ')} ended before it was ready`)
    })
    await Promise.race([untilAnswers(url, LOOK_EVERY_MS), early])
  } catch (error) {
    await stop()
    throw error
  }
  const readyS = (performance.now() - startedMs) / 1000
  return { pid: child.pid ?? 0, readyS, [Symbol.asyncDispose]: stop }
}
