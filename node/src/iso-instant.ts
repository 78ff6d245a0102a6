/** How Postgres writes an instant in UTC; `openDb` asks for that. */
const WRITTEN = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,3})\d*)?\+00$/

/**
 * An instant of the database's in ISO 8601, in milliseconds. One that comes as text stays text: by way of a
 * `Date` it takes five times as long, which is much of what a list of jobs costs.
 */
export function isoInstant(instant: Date | string): string {
  const [, date, time, fraction = ''] =
    typeof instant === 'string' ? (WRITTEN.exec(instant) ?? []) : []
  if (date === undefined || time === undefined) return new Date(instant).toISOString()
  return `${date}T${time}.${fraction.padEnd(3, '0')}Z`
}
