/** How Postgres ends an instant in UTC; `openDb` asks for that. */
const UTC = '+00'
/** Where what Postgres writes has a blank, while years have four digits. */
const BLANK = 10
const FRACTION = 20

/**
 * An instant of the database's in ISO 8601, in milliseconds. One that comes as text stays text: by way of a
 * `Date` it takes five times as long, which is much of what a list of jobs costs.
 */
export function isoInstant(instant: Date | string): string {
  if (typeof instant !== 'string' || instant[BLANK] !== ' ' || !instant.endsWith(UTC)) {
    return new Date(instant).toISOString()
  }
  const milliseconds = instant.slice(FRACTION, -UTC.length).slice(0, 3).padEnd(3, '0')
  return `${instant.slice(0, BLANK)}T${instant.slice(BLANK + 1, FRACTION - 1)}.${milliseconds}Z`
}
