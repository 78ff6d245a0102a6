import { nearestOf } from '@crosspanel/protocol/nearest'
import type { Command } from 'commander'

/** A name further off than this is no slip of the keys. */
const WITHIN_EDITS = 2

/**
 * What to say of a verb that is not known, such as `preferences`: the one of the whole program that
 * may be meant. `text` is commander's own error, of `command`; undefined where it says enough. A group
 * with a verb of its own takes an unknown one for that verb's argument, so this is told here, too.
 */
export function unknownVerb(
  text: string,
  command: Command,
  program: Command,
  argv: readonly string[],
): string | undefined {
  if (text.includes('Did you mean')) return undefined
  const [, unknown] = /unknown command '(.+)'/.exec(text) ?? []
  if (unknown !== undefined) return sentence(unknown, suggest(program, unknown))
  const [, argument] = /too many arguments for .* got 1: (\S+)\.$/.exec(text.trim()) ?? []
  const group = command.parent
  if (argument === undefined || !group?.parent || argv.includes(command.name())) return undefined
  return sentence(argument, suggest(group, argument) ?? suggest(program, argument))
}

function sentence(word: string, near: string | undefined): string {
  const hint = near === undefined ? 'See --help for what there is.' : `Did you mean ${near}?`
  return `error: unknown command '${word}'\n(${hint})\n`
}

/** The verb below `top` that is called nearly so, with the whole way to it; of several, the shortest. */
function suggest(top: Command, word: string): string | undefined {
  const found = new Map<string, string>()
  let level = [{ command: top, path: wayTo(top) }]
  while (level.length > 0) {
    level = level.flatMap(({ command: { commands }, path }) =>
      commands.map((command) => ({ command, path: `${path} ${command.name()}` })),
    )
    for (const { command, path } of level) {
      if (!found.has(command.name())) found.set(command.name(), path)
    }
  }
  const name = nearestOf(word, [...found.keys()], WITHIN_EDITS)
  return name === undefined ? undefined : found.get(name)
}

function wayTo(command: Command): string {
  return command.parent === null ? command.name() : `${wayTo(command.parent)} ${command.name()}`
}
