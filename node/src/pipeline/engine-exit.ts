import type { EngineFailureClass } from './failures.ts'

/** How an engine process ended. */
export interface EngineEnd {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** An errno when the process could not be started at all. */
  readonly spawnError: string | null
  readonly hasTimedOut: boolean
  /** The ends of standard output and standard error. */
  readonly tail: string
}

const OUT_OF_MEMORY =
  /std::bad_alloc|cannot allocate memory|out of memory|failed to (allocate|map segment)|OutOfMemoryError/i

/** What the engines say when the genotypes, not they, are at fault. */
const BAD_INPUT =
  /not enough target variants|no variants to be phased|too few matching SNPs|changes ploidy|haploid sample|must be indexed|could not load index|could not open|failed to (open|read)|not sorted|Read failed before end/i

const CRASHES: readonly NodeJS.Signals[] = ['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGABRT']
/** 128 + signal number, as a shell that wraps an engine reports it. */
const CRASH_CODES = [132, 134, 135, 136, 139]
const NOT_FOUND_CODES = [126, 127]
const KILLED_CODES = [137, 143]
const CPU_LIMIT_CODE = 152

/** Says what kind of failure an end is; `undefined` when it was none. */
export function classifyExit(end: EngineEnd): EngineFailureClass | undefined {
  const { exitCode, signal, spawnError, tail } = end
  if (spawnError !== null) return spawnError === 'ENOMEM' ? 'out-of-memory' : 'missing-engine'
  if (end.hasTimedOut || signal === 'SIGXCPU') return 'timed-out'
  if (exitCode === 0) return undefined
  if (OUT_OF_MEMORY.test(tail)) return 'out-of-memory'
  return signal === null ? classifyExitCode(exitCode, tail) : classifySignal(signal, tail)
}

function classifySignal(signal: NodeJS.Signals, tail: string): EngineFailureClass {
  return CRASHES.includes(signal) ? crashClass(tail) : 'killed'
}

function classifyExitCode(exitCode: number | null, tail: string): EngineFailureClass {
  if (exitCode === null || KILLED_CODES.includes(exitCode)) return 'killed'
  if (exitCode === CPU_LIMIT_CODE) return 'timed-out'
  if (NOT_FOUND_CODES.includes(exitCode)) return 'missing-engine'
  if (CRASH_CODES.includes(exitCode)) return crashClass(tail)
  return exitCode === 1 || BAD_INPUT.test(tail) ? 'bad-input' : 'engine-bug'
}

/** minimac4 aborts on an assertion where its input is cut short. */
function crashClass(tail: string): EngineFailureClass {
  return BAD_INPUT.test(tail) ? 'bad-input' : 'engine-bug'
}

/** Takes out what could point at a person: job-local sample ids, positions, other long numbers, paths. */
export function scrubTail(tail: string): string {
  return tail
    .replaceAll(/\bS\d{6}\b/g, '<sample>')
    .replaceAll(/\b[Ss]ample\s+\S+/g, 'sample <sample>')
    .replaceAll(/(?:\/[\w.+-]+)+\//g, '')
    .replaceAll(/\d{4,}/g, '<n>')
    .replaceAll(/[^\t\n\x20-\x7e]/g, '')
    .replaceAll(/\n{2,}/g, '\n')
    .trim()
}
