import { CliError, EXIT, exitCodeOf } from '@crosspanel/protocol/exit-codes'
import { DomainError, PROBLEMS } from '@crosspanel/protocol/problem'
import type { Command } from 'commander'

/** Parses and runs the command line; returns the exit code. Messages go to standard error. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<number> {
  overrideExit(program)
  try {
    await program.parseAsync(argv)
    return EXIT.ok
  } catch (error) {
    // commander has said what was wrong with the command line itself.
    if (isCommanderError(error)) return error.exitCode === EXIT.ok ? EXIT.ok : EXIT.usage
    process.stderr.write(`crosspanel: ${wordsOf(error)}\n`)
    if (process.env['CROSSPANEL_DEBUG'] !== undefined && error instanceof Error) {
      process.stderr.write(`${error.stack ?? ''}\n`)
    }
    return codeOf(error)
  }
}

function codeOf(error: unknown): number {
  if (error instanceof CliError) return error.exitCode
  if (error instanceof DomainError) return exitCodeOf(PROBLEMS[error.code].status, error.code)
  return EXIT.failed
}

/** A failed query names its statement and its values, which may be secret; its cause says what went wrong. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isQuery = 'query' in error && error.cause instanceof Error
  return isQuery ? `the database refused: ${wordsOf(error.cause)}` : error.message
}

function isCommanderError(error: unknown): error is Error & { readonly exitCode: number } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.')
}

function overrideExit(command: Command): void {
  command.exitOverride()
  for (const child of command.commands) overrideExit(child)
}
