import { CliError, EXIT, exitCodeOf } from '@crosspanel/protocol/exit-codes'
import { DomainError, PROBLEMS } from '@crosspanel/protocol/problem'
import type { Command } from 'commander'
import { reasonOf } from './reasons.ts'
import { unknownVerb } from './suggest.ts'

/** Parses and runs the command line; returns the exit code. Messages go to standard error. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<number> {
  prepare(program, program, argv)
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
  if (isQuery) return `the database refused: ${wordsOf(error.cause)}`
  const reason = error instanceof CliError ? reasonOf(error.cause) : undefined
  return reason === undefined ? error.message : `${error.message}: ${reason}`
}

function isCommanderError(error: unknown): error is Error & { readonly exitCode: number } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.')
}

/** No command ends the process by itself; a verb that is not known is told with the one that may be meant. */
function prepare(command: Command, program: Command, argv: readonly string[]): void {
  command.exitOverride().configureOutput({
    outputError: (text, write) => write(unknownVerb(text, command, program, argv) ?? text),
  })
  for (const child of command.commands) prepare(child, program, argv)
}
