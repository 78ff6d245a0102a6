import { type Command, CommanderError } from 'commander'
import { EXIT } from './exit.ts'

/** Parses and runs the command line; returns the exit code. Messages go to standard error. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<number> {
  overrideExit(program)
  try {
    await program.parseAsync(argv)
    return EXIT.ok
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    process.stderr.write(`crosspanel: ${error instanceof Error ? error.message : String(error)}\n`)
    // By shape and not by class: the registry's commands have an error type of their own.
    if (error instanceof Error && 'exitCode' in error) return Number(error.exitCode)
    if (process.env['CROSSPANEL_DEBUG'] !== undefined && error instanceof Error) {
      process.stderr.write(`${error.stack ?? ''}\n`)
    }
    return EXIT.failed
  }
}

function overrideExit(command: Command): void {
  command.exitOverride()
  for (const child of command.commands) overrideExit(child)
}
