import type { Destination } from './destination.ts'
import { t } from './words.ts'

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/** The job whose id stands in what was typed or pasted, which may be a line of a terminal or of a mail. */
export function jobIn(typed: string): Destination | undefined {
  const id = ID.exec(typed)?.[0].toLowerCase()
  if (id === undefined) return undefined
  return { kind: 'job', href: `/jobs/${id}`, label: t().jobById(id) }
}
