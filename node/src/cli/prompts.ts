import { isCancel, password, text } from '@clack/prompts'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'

export async function ask(message: string): Promise<string> {
  requireTerminal(message)
  return answered(await text({ message }))
}

export async function askPassword(message: string): Promise<string> {
  requireTerminal(message)
  return answered(await password({ message }))
}

function requireTerminal(message: string): void {
  if (process.stdin.isTTY) return
  throw new CliError(
    `nobody can be asked for '${message}' here: give it as an option or argument; --help has them`,
    EXIT.usage,
  )
}

function answered(value: string | symbol): string {
  if (isCancel(value) || typeof value === 'symbol')
    throw new CliError('cancelled', EXIT.interrupted)
  return value
}
