import type { RunOptions } from '@crosspanel/protocol/run-options'

/** One option of a panel as a control. What a host fixes (a constant, a single choice) is no option. */
export type Option = { readonly name: string } & (
  | {
      readonly kind: 'choice'
      readonly choices: readonly string[]
      /** Undefined: it may be left out. */
      readonly initial: string | undefined
    }
  | {
      readonly kind: 'number'
      readonly least: number
      readonly most: number
      readonly initial: number
    }
  | { readonly kind: 'yes-no'; readonly initial: boolean }
)

/** The controls for a host's schema. Kinds of values that this version has no control for keep their default. */
export function optionsOf({ properties }: RunOptions): Option[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const option = optionOf(name, schema)
    return option === undefined ? [] : [option]
  })
}

function optionOf(name: string, schema: Readonly<Record<string, unknown>>): Option | undefined {
  const { type, enum: values, minimum, maximum, default: initial } = schema
  if (Array.isArray(values)) {
    const choices = values.filter((value): value is string => typeof value === 'string')
    const known = typeof initial === 'string' ? initial : undefined
    if (choices.length < 2 && known !== undefined) return undefined
    return { name, kind: 'choice', choices, initial: known }
  }
  if (type === 'boolean') return { name, kind: 'yes-no', initial: initial === true }
  if (type !== 'number' || typeof minimum !== 'number' || typeof maximum !== 'number') {
    return undefined
  }
  const start = typeof initial === 'number' ? initial : minimum
  return { name, kind: 'number', least: minimum, most: maximum, initial: start }
}

/** What was typed, as a number within its bounds, or undefined. */
export function readNumber(text: string, least: number, most: number): number | undefined {
  const value = Number(text.trim().replace(',', '.'))
  if (text.trim() === '' || !Number.isFinite(value)) return undefined
  return value >= least && value <= most ? value : undefined
}
