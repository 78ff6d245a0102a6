import type { Command } from 'commander'
import { EXIT } from './exit.ts'

/** Parses and runs the command line; returns the exit code. Messages go to standard error. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<number> {
  overrideExit(program)
  try {
    await program.parseAsync(argv)
    return EXIT.ok
  } catch (error) {
    const wanted = exitCodeOf(error)
    // commander has said what was wrong with the command line itself.
    if (isCommanderError(error)) return wanted === EXIT.ok ? EXIT.ok : EXIT.usage
    process.stderr.write(`crosspanel: ${error instanceof Error ? error.message : String(error)}\n`)
    if (wanted !== undefined) return wanted
    if (process.env['CROSSPANEL_DEBUG'] !== undefined && error instanceof Error) {
      process.stderr.write(`${error.stack ?? ''}\n`)
    }
    return EXIT.failed
  }
}

/** By shape and not by class: the registry's commands have an error type, and a commander, of their own. */
function exitCodeOf(error: unknown): number | undefined {
  return error instanceof Error && 'exitCode' in error ? Number(error.exitCode) : undefined
}

function isCommanderError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.')
}

function overrideExit(command: Command): void {
  command.exitOverride()
  for (const child of command.commands) overrideExit(child)
}
