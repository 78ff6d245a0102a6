import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'

/** Milliseconds of `--timeout SECONDS`; without it, for ever. */
export function timeoutOf(seconds: string | undefined): number {
  if (seconds === undefined) return Number.POSITIVE_INFINITY
  const value = Number(seconds)
  if (!(value > 0)) throw new CliError('--timeout takes a number of seconds', EXIT.usage)
  return value * 1000
}
