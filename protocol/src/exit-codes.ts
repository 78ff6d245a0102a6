import { isProblemCode, PROBLEMS } from './problem.ts'

/** Exit codes of `crosspanel`. They are part of the contract with people's scripts. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  loginNeeded: 4,
  notPermitted: 5,
  preflightRefused: 6,
  jobFailed: 7,
  waitTimedOut: 8,
  integrity: 9,
  unreachable: 10,
  rateLimited: 11,
  interrupted: 130,
} as const

const EXIT_OF_PROBLEM: Readonly<Record<string, number>> = {
  'input-refused': EXIT.preflightRefused,
  'panel-access-denied': EXIT.notPermitted,
  'device-code-expired': EXIT.loginNeeded,
  'panel-unavailable': EXIT.notFound,
  'site-unavailable': EXIT.unreachable,
  'checksum-mismatch': EXIT.integrity,
}

const EXIT_OF_STATUS: Readonly<Record<number, number>> = {
  400: EXIT.usage,
  401: EXIT.loginNeeded,
  403: EXIT.notPermitted,
  404: EXIT.notFound,
  429: EXIT.rateLimited,
}

/** Of a proxy that does not reach the server behind it. A server that cannot answers these with a problem. */
const STATUSES_OF_PROXIES = new Set([502, 503, 504])

/** The exit code of a command whose request was answered with this status and, where it is known, this problem. */
export function exitCodeOf(status: number, problemCode?: string): number {
  if (problemCode === undefined && STATUSES_OF_PROXIES.has(status)) return EXIT.unreachable
  const ofProblem = problemCode === undefined ? undefined : EXIT_OF_PROBLEM[problemCode]
  return ofProblem ?? EXIT_OF_STATUS[status] ?? EXIT.failed
}

/** An error whose message is meant for the person at the terminal. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly exitCode: number
  /** Of a server's answer: the code of its problem, and after how many seconds it may be asked again. */
  readonly problemCode: string | undefined
  readonly retryAfterS: number | undefined

  constructor(
    message: string,
    exitCode: number = EXIT.failed,
    options: ErrorOptions & { problemCode?: string; retryAfterS?: number } = {},
  ) {
    super(message, options)
    this.exitCode = exitCode
    this.problemCode = options.problemCode
    this.retryAfterS = options.retryAfterS
  }
}

/** Whether asking again may do: nobody answered, or a server that cannot at the moment. */
export function isPassing(error: unknown): error is CliError {
  if (!(error instanceof CliError)) return false
  const { exitCode, problemCode = '' } = error
  const isServerAway = isProblemCode(problemCode) && PROBLEMS[problemCode].status === 503
  return exitCode === EXIT.unreachable || exitCode === EXIT.rateLimited || isServerAway
}
