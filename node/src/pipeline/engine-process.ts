import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { classifyExit, scrubTail, type EngineEnd } from './engine-exit.ts'
import { EngineFailure } from './failures.ts'

/** What one engine process may use; the kernel holds it to all but `wallMs`, which we do. */
export interface EngineLimits {
  readonly addressSpaceBytes: number
  readonly cpuSeconds: number
  readonly fileBytes: number
  readonly openFiles: number
  readonly wallMs: number
}

export interface EngineRun {
  /** The engine's name, for failures. */
  readonly engine: string
  readonly file: string
  readonly args: readonly string[]
  /** Where the process runs and where its private temporary directory is made. */
  readonly workDir: string
  readonly limits?: Partial<EngineLimits>
  readonly signal?: AbortSignal
  /** Takes standard output as it comes; it is discarded otherwise. */
  readonly onStdout?: (bytes: Buffer) => void
  /** Standard output is written to this file instead. */
  readonly stdoutFile?: string
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly graceMs?: number
}

export interface EngineResult {
  readonly wallSeconds: number
}

const DAY_S = 86_400
const TAIL_BYTES = 4096
const GRACE_MS = 2000
const ENGINE_PATH = '/usr/local/bin:/usr/bin:/bin'

export function defaultEngineLimits(): EngineLimits {
  return {
    addressSpaceBytes: totalmem(),
    cpuSeconds: DAY_S,
    fileBytes: 1024 ** 4,
    openFiles: 1024,
    wallMs: DAY_S * 1000,
  }
}

/**
 * Runs one engine to its end, in its own process group, without a shell, with an emptied
 * environment and a private TMPDIR. The engine dies with this process even when this one is
 * killed (`setpriv --pdeathsig`), and on abort or time-out the whole group is killed.
 * Throws an `EngineFailure`, or the signal's AbortError.
 */
export async function runEngine(run: EngineRun): Promise<EngineResult> {
  throwIfCancelled(run.signal)
  const temporaryDir = await mkdtemp(join(run.workDir, 'tmp-'))
  const stdout = run.stdoutFile === undefined ? undefined : await open(run.stdoutFile, 'w')
  try {
    const started = performance.now()
    const end = await superviseProcess(run, temporaryDir, stdout?.fd)
    throwIfCancelled(run.signal)
    const failure = classifyExit(end)
    if (failure !== undefined) {
      throw new EngineFailure(run.engine, failure, {
        exitCode: end.exitCode,
        stderrTail: scrubTail(end.tail),
      })
    }
    return { wallSeconds: (performance.now() - started) / 1000 }
  } finally {
    await stdout?.close()
    await rm(temporaryDir, { recursive: true, force: true })
  }
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal === undefined || !signal.aborted) return
  const reason: unknown = signal.reason
  if (reason instanceof Error && reason.name === 'AbortError') throw reason
  throw Object.assign(new DOMException('the run was cancelled', 'AbortError'), { cause: reason })
}

function limitedCommand({ file, args, limits }: EngineRun): string[] {
  const { addressSpaceBytes, cpuSeconds, fileBytes, openFiles } = {
    ...defaultEngineLimits(),
    ...limits,
  }
  return [
    `--as=${addressSpaceBytes}`,
    // SIGXCPU at the first, which says why; SIGKILL at the second.
    `--cpu=${cpuSeconds}:${cpuSeconds + 5}`,
    `--fsize=${fileBytes}`,
    `--nofile=${openFiles}`,
    '--core=0',
    'setpriv',
    '--pdeathsig',
    'KILL',
    file,
    ...args,
  ]
}

function superviseProcess(
  run: EngineRun,
  temporaryDir: string,
  stdoutFd: number | undefined,
): Promise<EngineEnd> {
  return new Promise((resolve) => {
    const child = spawn('prlimit', limitedCommand(run), {
      cwd: run.workDir,
      env: { PATH: ENGINE_PATH, TMPDIR: temporaryDir, LC_ALL: 'C' },
      stdio: ['ignore', stdoutFd ?? 'pipe', 'pipe'],
      detached: true,
    })
    const tail = collectTail(child, run.onStdout)
    let hasTimedOut = false
    const stopper = stopGroup(child, run.graceMs ?? GRACE_MS)
    const timer = setTimeout(() => {
      hasTimedOut = true
      stopper.stop()
    }, run.limits?.wallMs ?? defaultEngineLimits().wallMs)
    run.signal?.addEventListener('abort', stopper.stop, { once: true })
    // An abort while the process was being prepared has no event any more.
    if (run.signal?.aborted === true) stopper.stop()

    const settle = (end: Partial<EngineEnd>) => {
      clearTimeout(timer)
      stopper.clear()
      run.signal?.removeEventListener('abort', stopper.stop)
      resolve({ exitCode: null, signal: null, spawnError: null, hasTimedOut, tail: tail(), ...end })
    }
    child.once('error', (error: NodeJS.ErrnoException) => {
      settle({ spawnError: error.code ?? 'unknown' })
    })
    // Whatever the engine left behind in its group would hold its pipes open, and outlive it.
    child.once('exit', () => killGroup(child, 'SIGKILL'))
    child.once('close', (exitCode, signal) => settle({ exitCode, signal }))
  })
}

function stopGroup(child: ChildProcess, graceMs: number) {
  let timer: NodeJS.Timeout | undefined
  return {
    stop: () => {
      killGroup(child, 'SIGTERM')
      timer ??= setTimeout(() => killGroup(child, 'SIGKILL'), graceMs)
    },
    clear: () => clearTimeout(timer),
  }
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    // ESRCH: the group has ended, which is what we want.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Some engines report on standard output, so both streams' ends are kept. */
function collectTail(child: ChildProcess, onStdout: EngineRun['onStdout']): () => string {
  const kept = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) }
  const keep = (stream: 'stdout' | 'stderr') => (bytes: Buffer) => {
    kept[stream] = Buffer.concat([kept[stream], bytes]).subarray(-TAIL_BYTES)
  }
  child.stdout?.on('data', onStdout ?? keep('stdout'))
  child.stderr?.on('data', keep('stderr'))
  return () => `${kept.stdout.toString('latin1')}\n${kept.stderr.toString('latin1')}`
}
