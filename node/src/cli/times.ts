import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'

const UNIT_MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1_440, w: 10_080 }

/** As people write a time. */
export function instantOf(text: string): string
export function instantOf(text: string | undefined): string | undefined
export function instantOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const time = new Date(text)
  if (!Number.isNaN(time.getTime())) return time.toISOString()
  throw new CliError(`'${text}' is no time: write 2026-12-31 or 2026-12-31T18:00:00Z`, EXIT.usage)
}

/** Minutes of a length of time as people write it: `30m`, `12h`, `7d`, `2w`. */
export function minutesOf(text: string): number {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)([mhdw])$/.exec(text) ?? []
  const minutes = Math.round(Number(amount) * (UNIT_MINUTES[unit] ?? Number.NaN))
  if (minutes > 0) return minutes
  throw new CliError(`'${text}' is no length of time: write 30m, 12h, 7d or 2w`, EXIT.usage)
}
