/** Exit codes of `crosspanel` that these commands use. They are part of the contract with people's scripts. */
export const EXIT = {
  failed: 1,
  usage: 2,
  notFound: 3,
  loginNeeded: 4,
  notPermitted: 5,
  integrity: 9,
  unreachable: 10,
  rateLimited: 11,
} as const

/** An error whose message is meant for the person at the terminal. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly exitCode: number

  constructor(message: string, exitCode: number = EXIT.failed, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}
