import { type Language, language } from './language.ts'
import { defineWords } from './words.ts'

/** Dates as most of the world writes them: the day before the month, and hours to 24. */
const DATE_LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr' }

/** Intl objects are slow to make and are asked for in every row: one for each language and choice. */
export function kept<T, Choices extends readonly (string | number)[]>(
  make: (language: Language, ...choices: Choices) => T,
): (wanted?: Language, ...choices: Choices) => T {
  const made = new Map<string, T>()
  return (wanted = language(), ...choices) => {
    const key = [wanted, ...choices].join(' ')
    const known = made.get(key) ?? make(wanted, ...choices)
    made.set(key, known)
    return known
  }
}

const numbers = kept((l) => new Intl.NumberFormat(l))
const fractions = kept((l) => new Intl.NumberFormat(l, { maximumFractionDigits: 2 }))
const percents = kept(
  (l) => new Intl.NumberFormat(l, { style: 'percent', maximumFractionDigits: 1 }),
)
const dateTimes = kept(
  (l) => new Intl.DateTimeFormat(DATE_LOCALES[l], { dateStyle: 'medium', timeStyle: 'medium' }),
)
const dates = kept((l) => new Intl.DateTimeFormat(DATE_LOCALES[l], { dateStyle: 'medium' }))
const times = kept(
  (l) => new Intl.DateTimeFormat(DATE_LOCALES[l], { hour: '2-digit', minute: '2-digit' }),
)
const relative = kept((l) => new Intl.RelativeTimeFormat(l, { numeric: 'always' }))
const shortSeconds = kept(
  (l) =>
    new Intl.NumberFormat(l, {
      ...{ style: 'unit', unit: 'second', unitDisplay: 'short' },
      maximumSignificantDigits: 1,
    }),
)
const amounts = kept(
  (l, unit: string, unitDisplay: 'long' | 'short', maximumFractionDigits: number) =>
    new Intl.NumberFormat(l, { style: 'unit', unit, unitDisplay, maximumFractionDigits }),
)
const plurals = kept((l) => new Intl.PluralRules(l))
const lists = kept((l) => new Intl.ListFormat(l))

/** A number stays with what follows it, whatever a line has room for. */
const held = (text: string): string => text.replace(/(?<=\d) /g, '\u00A0')
/** A date's day stays with its month, and not with its year: few columns are that wide. French has a first day, and no other with a form of its own. */
const heldDay = (date: string): string =>
  date.replace(/^\d+ /, (day) => {
    const isFirst = language() === 'fr' && day === '1 '
    return `${day.trim()}${isFirst ? 'er' : ''}\u00A0`
  })

export const formatNumber = (value: number): string => numbers().format(value)
/** At most two places after the point. */
export const formatFraction = (value: number): string => fractions().format(value)
/** `share` is 0 to 1. */
export const formatPercent = (share: number): string => percents().format(share)
export const formatDateTime = (at: string | Date): string =>
  heldDay(dateTimes().format(new Date(at)))
export const formatDate = (at: string | Date): string => heldDay(dates().format(new Date(at)))
/** Hour and minute, as in 'as of 12:03'. */
export const formatTime = (at: string | Date): string => times().format(new Date(at))
/** As `formatTime`, with the date where it is not of the same day as `now`. */
export function formatMoment(at: Date, now: Date): string {
  return formatDate(at) === formatDate(now) ? formatTime(at) : formatDateTime(at)
}
export const formatList = (items: readonly string[]): string => lists().format(items)

const signs = defineWords({ clause: '; ', colon: ':' }, { clause: ' ; ', colon: ' :' })

/** Several things that may have commas of their own, in one line. */
export const joinClauses = (clauses: readonly string[]): string => clauses.join(signs().clause)

/** What a colon comes after, as the language sets it. */
export const withColon = (name: string): string => `${name}${signs().colon}`

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** Powers of 1000, three digits at most before the point. */
export function formatBytes(bytes: number): string {
  const power = Math.min(
    BYTE_UNITS.length - 1,
    Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)),
  )
  const shown = bytes / 1000 ** power
  // The short form of bytes is '420 byte' in English, and 'o' in French, which few know by itself.
  const display = power === 0 ? 'long' : 'short'
  const places = shown < 10 && power > 0 ? 1 : 0
  const amount = amounts(language(), BYTE_UNITS[power] ?? 'byte', display, places)
  return held(amount.format(shown))
}

const AGES = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** A page's present moment is that old at most, and the clocks of two machines differ: that near is no future. */
const NEAR_S = 6

/**
 * How far `at` is from `now`, in the largest whole unit: '3 minutes ago', 'in 2 days'. Less than a second
 * is '0 seconds ago' in neither language's ear, so it is told as one second.
 */
export function formatAge(at: string | Date, now: Date): string {
  const distance = (new Date(at).getTime() - now.getTime()) / 1000
  const seconds = distance > 0 && distance < NEAR_S ? -1 : distance
  for (const [unit, length] of AGES) {
    const count = Math.trunc(seconds / length)
    if (count !== 0) return held(relative().format(count, unit))
  }
  return held(relative().format(-1, 'second'))
}

/** A length of time in its two largest units: '2 hr 5 min', '48 sec'; below a second in tenths or less: '0.4 sec'. */
export function formatDuration(seconds: number): string {
  if (seconds > 0 && seconds < 1) return held(shortSeconds().format(seconds))
  const whole = Math.max(0, Math.round(seconds))
  const parts = [
    [Math.floor(whole / 86_400), 'day'],
    [Math.floor((whole % 86_400) / 3_600), 'hour'],
    [Math.floor((whole % 3_600) / 60), 'minute'],
    [whole % 60, 'second'],
  ] as const
  const first = parts.findIndex(([count]) => count > 0)
  const shown = first === -1 ? parts.slice(-1) : parts.slice(first, first + 2)
  return shown
    .filter(([count], index) => count > 0 || index === 0)
    .map(([count, unit]) => held(amounts(language(), unit, 'short', 0).format(count)))
    .join(' ')
}

/** Whether the form for one goes with the number. */
export const isOne = (value: number, of: Language = language()): boolean =>
  plurals(of).select(value) === 'one'

/** The form for a number, with `#` standing for it: `count('en', 3, { one: '# job', other: '# jobs' })`. */
export function count(
  of: Language,
  value: number,
  forms: { readonly one: string; readonly other: string },
): string {
  const form = isOne(value, of) ? forms.one : forms.other
  const shown = numbers(of).format(value)
  return form.replace('# ', `${shown}\u00A0`).replace('#', shown)
}
