import type { RunSummary } from '@crosspanel/protocol/summary'

/**
 * The run's command lines for a shell, in order, with `<placeholders>` quoted: with a chunk's
 * target and the panel's files in their places they give the same dosages byte for byte.
 */
export function rawCommands({ commands }: Pick<RunSummary, 'commands'>): string[] {
  return commands.map(({ argv }) => argv.map(quoted).join(' '))
}

function quoted(word: string): string {
  return /^[\w./:,=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
