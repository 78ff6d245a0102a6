import type { SiteDay } from '@crosspanel/protocol/site-overview'

const SLOT_MS = 300_000
const DAY_MS = 86_400_000
const SLOTS_OF_DAY = DAY_MS / SLOT_MS

/** The day, UTC. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}

/** The day so many days before. */
export function dayBefore(at: Date, days: number): string {
  return dayOf(new Date(at.getTime() - days * DAY_MS))
}

/** The five minutes, numbered since 1970. */
export function slotOf(at: Date): number {
  return Math.floor(at.getTime() / SLOT_MS)
}

/** The days from one to another, both included, oldest first. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = []
  for (let ms = Date.parse(from); ms <= Date.parse(to); ms += DAY_MS) days.push(dayOf(new Date(ms)))
  return days
}

interface Slots {
  readonly slots: number
  readonly notReadySlots: number
}

/** A day of a site, or of the registry itself. */
export interface WatchDay extends Slots {
  readonly subject: string
  readonly day: string
}

/**
 * A site's day, held against the time that the registry was up in it: only what came after the site
 * joined, and not the five minutes that are not over, in which the site may still be heard.
 */
export function siteDayOf(
  day: string,
  { joinedAt, now }: { joinedAt: Date; now: Date },
  { site, registry }: { site: Slots | undefined; registry: Slots | undefined },
): SiteDay {
  const midnight = slotOf(new Date(`${day}T00:00:00Z`))
  const from = Math.max(midnight, slotOf(joinedAt))
  const to = Math.min(midnight + SLOTS_OF_DAY, slotOf(now))
  const underWay = day === dayOf(now) ? 1 : 0
  const possible = Math.min((registry?.slots ?? 0) - underWay, to - from)
  if (possible <= 0) return { day, heardShare: null, notReadyShare: null }
  const heard = site?.slots ?? 0
  return {
    day,
    heardShare: Math.min(1, heard / possible),
    notReadyShare: heard === 0 ? null : (site?.notReadySlots ?? 0) / heard,
  }
}
