import { byteWords } from './byte-words.ts'

/** Values of a template by name. */
export type Params = Readonly<Record<string, string | number>>

/**
 * A text of fixed words and gaps: `{name}` for a value, `{name|duration}` for seconds and
 * `{name|bytes}` for bytes in larger units, `{name|time}` for a moment, `{name|sample|samples}` for the form that the number asks
 * for in the language of the text.
 */
export type Template = string

type NameOf<Gap extends string> = Gap extends `${infer Name}|${string}` ? Name : Gap
/** Names of the values that a template asks for. */
export type ParamNames<T extends Template> = T extends `${string}{${infer Gap}}${infer Rest}`
  ? NameOf<Gap> | ParamNames<Rest>
  : never

/** For an argument list: what the template asks for, and nothing when it asks for nothing. */
export type ParamsOf<T extends Template> = [ParamNames<T>] extends [never]
  ? { readonly params?: undefined }
  : { readonly params: Readonly<Record<ParamNames<T>, string | number>> }

const GAP = /\{(\w+)(?:\|(duration|bytes|time)|\|([^{}|]*)\|([^{}|]*))?\}/g

/** In the order of their first gap. */
export function paramNamesOf(template: Template): readonly string[] {
  return [...new Set([...template.matchAll(GAP)].map(([, name = '']) => name))]
}

export interface Style {
  readonly number: (value: number) => string
  readonly duration: (seconds: number) => string
  readonly bytes: (size: number) => string
  /** Of an ISO 8601 instant, or of a day. */
  readonly time: (at: string) => string
  /** Whether the form for one goes with the number. */
  readonly isOne: (value: number) => boolean
}
/** Of texts for logs, mails and the command line. */
export const ENGLISH: Style = {
  number: String,
  duration: durationInWords,
  bytes: byteWords,
  time: timeInWords,
  isOne: (value) => value === 1,
}

const HOUR_S = 3_600
const DAY_S = 86_400

function durationInWords(seconds: number): string {
  if (seconds < 2 * HOUR_S) {
    return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`
  }
  return seconds < 2 * DAY_S
    ? `${Math.round(seconds / HOUR_S)} h`
    : `${Math.round(seconds / DAY_S)} days`
}

/** To the minute, in UTC; other texts as they are. */
export function timeInWords(at: string): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::[\d.]+)?Z$/.exec(at) ?? []
  return day === undefined || time === undefined ? at : `${day} ${time} UTC`
}

type Gap = readonly (string | undefined)[]

function numberIn([, , unit, one, other]: Gap, value: number, style: Style): string | undefined {
  if (unit === 'time') return undefined
  if (unit === 'duration' || unit === 'bytes') return style[unit](value)
  return (style.isOne(value) ? one : other) ?? style.number(value)
}

function textIn([, , unit, one]: Gap, value: string, style: Style): string | undefined {
  if (unit === 'time') return style.time(value)
  return unit === undefined && one === undefined ? value : undefined
}

/** Undefined where a value is missing, or is no number where one is asked for. */
export function fill(template: Template, params: Params, style: Style): string | undefined {
  let isWhole = true
  function valueOf(gap: Gap): string {
    const [, name = ''] = gap
    const value = Object.hasOwn(params, name) ? params[name] : undefined
    const text =
      typeof value === 'number'
        ? numberIn(gap, value, style)
        : value !== undefined && textIn(gap, value, style)
    if (typeof text === 'string') return text
    isWhole = false
    return ''
  }
  const text = template.replaceAll(GAP, (...match: string[]) => valueOf(match))
  return isWhole ? text : undefined
}

/** A text or, by case, several. */
export type Cases = Template | Readonly<Record<string, Template>>

/** The keys of a table of texts: `code`, or `code.case` where a code has cases. */
export type KeyOf<T extends Readonly<Record<string, Cases>>> = {
  [Code in keyof T & string]: T[Code] extends string ? Code : `${Code}.${keyof T[Code] & string}`
}[keyof T & string]

export type TemplateOf<
  T extends Readonly<Record<string, Cases>>,
  Key extends string,
> = Key extends keyof T
  ? T[Key] & string
  : Key extends `${infer Code}.${infer Case}`
    ? Code extends keyof T
      ? Case extends keyof T[Code]
        ? T[Code][Case] & string
        : never
      : never
    : never

export type CodeOf<Key extends string> = Key extends `${infer Code}.${string}` ? Code : Key

export function codeOf<Key extends string>(key: Key): CodeOf<Key> {
  const dot = key.indexOf('.')
  return (dot === -1 ? key : key.slice(0, dot)) as CodeOf<Key>
}

/** Undefined for a key that the table does not have. */
export function templateOf(
  texts: Readonly<Record<string, Cases>>,
  key: string,
): Template | undefined {
  const code = codeOf(key)
  if (!Object.hasOwn(texts, code)) return undefined
  const cases = texts[code]
  if (typeof cases === 'string' || cases === undefined) return code === key ? cases : undefined
  const one = key.slice(code.length + 1)
  return Object.hasOwn(cases, one) ? cases[one] : undefined
}

/** Throws where the text is not known or a value is missing, which no compiled call does. */
export function inEnglish(template: Template | undefined, key: string, params: Params): string {
  const text = template === undefined ? undefined : fill(template, params, ENGLISH)
  if (text === undefined) throw new TypeError(`no text for ${key} of ${Object.keys(params).join()}`)
  return text
}
