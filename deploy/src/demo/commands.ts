import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { fileURLToPath } from 'node:url'

const CROSSPANEL = fileURLToPath(new URL('../../bin/crosspanel', import.meta.url))
const STOP_DEADLINE_MS = 20_000
const TAIL_CHARACTERS = 4_000

export interface CommandOptions {
  /** Whose configuration and logins: each person of the demo has a directory of their own. */
  readonly configDir: string
  /** Shows the command's progress to whoever watches the demo. */
  readonly isShown?: boolean
}

/** Runs `crosspanel ...args` as a person would and returns its standard output; throws with its last words when it fails. */
export function crosspanel(args: readonly string[], options: CommandOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(CROSSPANEL, args, {
      stdio: ['ignore', 'pipe', options.isShown === true ? 'inherit' : 'pipe'],
      env: environment(options.configDir),
    })
    let output = ''
    let tail = ''
    child.stdout?.on('data', (data: Buffer) => (output += data.toString()))
    child.stderr?.on('data', (data: Buffer) => {
      tail = (tail + data.toString()).slice(-TAIL_CHARACTERS)
    })
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0
        ? resolve(output.trim())
        : reject(
            new Error(
              `crosspanel ${args.slice(0, 2).join(' ')} ended with code ${code ?? 'none'}\n${tail}`,
            ),
          ),
    )
  })
}

export interface Service extends AsyncDisposable {
  readonly name: string
  readonly pid: number
  /** Resolves when the service ends by itself, which none should. */
  readonly ended: Promise<number | null>
}

/** Starts `crosspanel ...args` as a service that writes its log to a file. */
export function startService(
  name: string,
  args: readonly string[],
  options: CommandOptions & { logFile: string },
): Service {
  const log = createWriteStream(options.logFile, { flags: 'a', mode: 0o600 })
  const child = spawn(CROSSPANEL, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own group, so that Ctrl-C reaches the demo alone, which then stops the services in order.
    detached: true,
    env: environment(options.configDir),
  })
  child.stdout.pipe(log)
  child.stderr.pipe(log)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return {
    name,
    pid: child.pid ?? 0,
    ended,
    [Symbol.asyncDispose]: () => stop(child, ended),
  }
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS)
  await ended
  clearTimeout(timer)
}

function environment(configDir: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    LANG: 'C.UTF-8',
    TERM: process.env['TERM'],
    XDG_CONFIG_HOME: configDir,
  }
}
