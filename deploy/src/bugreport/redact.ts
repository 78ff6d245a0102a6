import { NodeEnvironment } from '@crosspanel/node/config'
import { secretsOf } from '@crosspanel/node/setting-views'

/** Shorter values are words that stand in any text. */
const LITERAL_MIN_LENGTH = 4

/**
 * The settings as they may be shown: numbers, switches, choices and the id of the site. Of all
 * others, such as addresses, paths, names and secrets, only whether they are set.
 */
export function shownSettings(
  settings: Readonly<Record<string, string | undefined>>,
): Record<string, string | number | boolean> {
  const shown: Record<string, string | number | boolean> = {}
  for (const name of Object.keys(NodeEnvironment.shape)) {
    const given = settings[name]
    if (given !== undefined) shown[name] = shownValue(name, given)
  }
  return shown
}

function shownValue(name: string, given: string): string | number | boolean {
  const schema = NodeEnvironment.shape[name as keyof typeof NodeEnvironment.shape]
  const parsed = schema.safeParse(given)
  if (!parsed.success) return 'not allowed'
  const value: unknown = parsed.data
  if (typeof value === 'number' || typeof value === 'boolean') return value
  return CHOICES.has(name) && typeof value === 'string' ? value : 'set'
}

/** Text whose every value is public or one of a few. */
const CHOICES = new Set(['CROSSPANEL_SITE', 'CROSSPANEL_LOG_LEVEL', 'CROSSPANEL_BLOB_STORE'])

/** Takes out of our own sentences what stands in for a person, a place or a secret. */
export function createRedactor(
  settings: Readonly<Record<string, string | undefined>>,
): (text: string) => string {
  const shown = shownSettings(settings)
  const hidden = [...Object.keys(shown), ...secretsOf(NodeEnvironment)]
    .filter((name) => shown[name] === 'set' || shown[name] === 'not allowed')
    .flatMap((name) => [[name, settings[name] ?? '']] as const)
    .filter(([, value]) => value.length >= LITERAL_MIN_LENGTH)
    .toSorted(([, a], [, b]) => b.length - a.length)
  return (text) => {
    const literal = hidden.reduce(
      (rest, [name, value]) => rest.replaceAll(value, `[${name}]`),
      text,
    )
    return PATTERNS.reduce((rest, [pattern, word]) => rest.replaceAll(pattern, word), literal)
  }
}

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s'"]+/gi, '[address]'],
  [/[^\s@'"<>]+@[^\s@'"<>]+/g, '[e-mail]'],
  [/(?<![\w.])\/[^\s'",;:]+/g, '[path]'],
  [/[A-Za-z0-9_-]{24,}/g, '[token]'],
]
