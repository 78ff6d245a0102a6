import type { AlertCode } from '@crosspanel/protocol/alert'
import type { Told } from '@crosspanel/protocol/told'
import type { Facts } from './facts.ts'
import { type AlertLimits, type Look, type Rule } from './rules.ts'

/** One time that something was wrong with one subject. */
export interface Occasion {
  readonly id: string
  readonly code: AlertCode
  readonly subject: string
  readonly seen: string
  readonly told?: Told | null | undefined
  readonly raisedAt: Date
  readonly acknowledgedAt: Date | null
  readonly resolvedAt: Date | null
}

export interface AlertBookDeps {
  readonly rules: Readonly<Record<AlertCode, Rule>>
  readonly limits: AlertLimits
  /** Bad looks in a row that raise an alert, and good ones that resolve it: what flaps is not told each time. */
  readonly raiseAfter: number
  readonly resolveAfter: number
  readonly newId: () => string
  readonly now: () => Date
}

interface Entry {
  readonly code: AlertCode
  readonly subject: string
  bad: number
  good: number
  active: Occasion | undefined
}

export type AlertBook = ReturnType<typeof createAlertBook>

/** The alerts as this process sees them, in memory: they rise and resolve with the database away. */
export function createAlertBook(deps: AlertBookDeps) {
  const { rules, limits, raiseAfter, resolveAfter, newId, now } = deps
  const entries = new Map<string, Entry>()
  /** Resolved before they were written. */
  let ended: Occasion[] = []
  const written = new Set<string>()

  function entryOf(code: AlertCode, subject: string): Entry {
    const key = `${code} ${subject}`
    const known = entries.get(key)
    if (known !== undefined) return known
    const entry: Entry = { code, subject, bad: 0, good: 0, active: undefined }
    entries.set(key, entry)
    return entry
  }

  function noteBad(entry: Entry, { seen, told }: Look): void {
    entry.bad += 1
    entry.good = 0
    if (entry.active !== undefined) entry.active = { ...entry.active, seen, told }
    else if (entry.bad >= raiseAfter) {
      const { code, subject } = entry
      const raised = { id: newId(), code, subject, seen, told, raisedAt: now() }
      entry.active = { ...raised, acknowledgedAt: null, resolvedAt: null }
    }
  }

  function noteGood(entry: Entry): void {
    entry.good += 1
    entry.bad = 0
    if (entry.good < resolveAfter) return
    const { active } = entry
    entry.active = undefined
    if (active !== undefined && !written.delete(active.id)) {
      ended.push({ ...active, resolvedAt: now() })
    }
  }

  function noteLooks(code: AlertCode, looks: readonly Look[]): void {
    for (const look of looks) {
      const entry = entryOf(code, look.subject)
      if (look.isBad) noteBad(entry, look)
      else noteGood(entry)
    }
    const subjects = new Set(looks.map(({ subject }) => subject))
    for (const entry of entries.values()) {
      if (entry.code !== code || subjects.has(entry.subject)) continue
      noteGood(entry)
    }
  }

  return {
    /** One round over all rules. A rule that cannot tell now leaves its alerts as they are. */
    look(facts: Facts): void {
      for (const [code, rule] of Object.entries(rules) as [AlertCode, Rule][]) {
        const looks = rule.look(facts, limits, now())
        if (looks !== undefined) noteLooks(code, looks)
      }
    },

    /**
     * Takes over what stands in the database as active, from a process that looked before this one:
     * it resolves by as many good looks as any other.
     */
    adopt(occasions: readonly Occasion[]): void {
      for (const occasion of occasions) {
        const entry = entryOf(occasion.code, occasion.subject)
        if (entry.active === undefined && entry.good < resolveAfter) entry.active = occasion
        else if (entry.active !== undefined) {
          const { seen, told } = entry.active
          entry.active = { ...occasion, seen, told }
        }
        if (entry.active !== undefined) written.add(entry.active.id)
      }
    },

    active: (): readonly Occasion[] =>
      [...entries.values()].map(({ active }) => active).filter((active) => active !== undefined),

    /** What was raised, and perhaps resolved, without the database knowing. */
    unwritten(): readonly Occasion[] {
      const active = this.active().filter(({ id }) => !written.has(id))
      return [...ended, ...active]
    },

    noteWritten({ id, resolvedAt }: Occasion): void {
      if (resolvedAt === null) written.add(id)
      ended = ended.filter((occasion) => occasion.id !== id)
    },

    /** Another process writes what is to be written. */
    forgetEnded(): void {
      ended = []
    },
  }
}
