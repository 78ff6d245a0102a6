import { DomainError } from '@crosspanel/protocol/problem'
import type { CheckState, HealthHistory } from '@crosspanel/protocol/status'
import type { Told } from '@crosspanel/protocol/told'
import type { PeerFacts } from './facts.ts'
import { type HistoryStore, MINUTE_S, type NewChange, type SampleRow } from './history-store.ts'
import type { PartLook } from './part.ts'

const DAY_MS = 86_400_000
const PRUNE_EVERY_MS = 600_000
/** A month of hours and a day of minutes. */
const SAMPLES_MAX = 3_000
/** While the database is away this much of what happened is kept to be written later. */
const CHANGES_KEPT = 1_000

export interface HistoryDeps {
  readonly store: HistoryStore
  readonly parts: () => readonly PartLook[]
  readonly peers: () => readonly PeerFacts[]
  readonly days: number
  readonly now: () => Date
}
export type HistoryService = ReturnType<typeof createHistory>

interface Sighting {
  readonly subject: string
  readonly state: CheckState
  readonly seen: string
  readonly told?: Told | undefined
  readonly responseMs: number | null
}

interface Bucket {
  looks: number
  degraded: number
  failed: number
  answered: number
  sumMs: number
  maxMs: number
}

/** What the node and its peers were like: changes of state, and a sample for each minute. */
export function createHistory({ store, parts, peers, days, now }: HistoryDeps) {
  let states: Map<string, CheckState> | undefined
  const seenHere = new Map<string, CheckState>()
  let changes: NewChange[] = []
  let buckets = new Map<string, Bucket>()
  let minute = minuteOf(now())
  let done: SampleRow[] = []
  let prunedAtMs = -Infinity

  function sightings(): Sighting[] {
    const own = parts().map(({ name, ...look }) => ({ subject: `part:${name}`, ...look }))
    const others = peers().flatMap(({ siteId, state, seen, told, responseMs }) =>
      state === undefined ? [] : [{ subject: `peer:${siteId}`, state, seen, told, responseMs }],
    )
    return [...own, ...others]
  }

  function closeMinute(next: Date): void {
    done.push(...[...buckets].map(([subject, bucket]) => sampleOf(subject, minute, bucket)))
    buckets = new Map()
    minute = next
  }

  return {
    /** Looks at everything once; needs no database. */
    look(): void {
      const at = now()
      const current = minuteOf(at)
      if (current.getTime() !== minute.getTime()) closeMinute(current)
      for (const { subject, state, seen, told, responseMs } of sightings()) {
        const from = seenHere.get(subject) ?? null
        seenHere.set(subject, state)
        if (from !== state) changes.push({ subject, at, from, to: state, seen, told })
        addTo(buckets, subject, state, responseMs)
      }
      changes = changes.slice(-CHANGES_KEPT)
    },

    /** Writes what has gathered; `isWriter` is whether this process is the one of the site that does. */
    async write(isWriter: boolean): Promise<void> {
      if (!isWriter) {
        changes = []
        done = []
        states = undefined
        return
      }
      states ??= new Map(await store.lastStates())
      const [someChanges, someSamples] = [changes, done]
      const news = withoutRepeats(states, someChanges)
      await store.write(news.changes, someSamples)
      states = news.states
      changes = changes.filter((change) => !someChanges.includes(change))
      done = done.filter((sample) => !someSamples.includes(sample))
      if (performance.now() - prunedAtMs < PRUNE_EVERY_MS) return
      prunedAtMs = performance.now()
      await store.prune(days)
    },

    async read(query: {
      days: number
      subject?: string | undefined
      cursor?: string | undefined
      limit: number
    }): Promise<HealthHistory> {
      const since = new Date(now().getTime() - Math.min(query.days, days) * DAY_MS)
      const { subject, limit } = query
      const before = readPlace(query.cursor)
      const [rows, samples] = await Promise.all([
        store.changes({ since, subject, before, limit }),
        subject === undefined ? [] : store.samples(subject, since, SAMPLES_MAX),
      ])
      const page = rows.slice(0, limit)
      const last = rows.length > limit ? page.at(-1) : undefined
      return {
        days: Math.min(query.days, days),
        changes: page.map(({ subject: about, at, from, to, seen, told }) => ({
          ...{ subject: about, from, to, seen },
          ...(told === null ? {} : { told }),
          at: at.toISOString(),
        })),
        next: last === undefined ? null : String(last.seq),
        samples: samples.map(({ from, ...sample }) => ({ ...sample, from: from.toISOString() })),
      }
    },
  }
}

/** A process that starts sees everything for the first time: what is known already is no change. */
function withoutRepeats(known: ReadonlyMap<string, CheckState>, changes: readonly NewChange[]) {
  const states = new Map(known)
  const kept: NewChange[] = []
  for (const change of changes) {
    const from = states.get(change.subject) ?? null
    if (from === change.to) continue
    states.set(change.subject, change.to)
    kept.push({ ...change, from })
  }
  return { changes: kept, states }
}

function addTo(
  buckets: Map<string, Bucket>,
  subject: string,
  state: CheckState,
  responseMs: number | null,
): void {
  const empty = { looks: 0, degraded: 0, failed: 0, answered: 0, sumMs: 0, maxMs: 0 }
  const bucket = buckets.get(subject) ?? empty
  bucket.looks += 1
  if (state === 'degraded') bucket.degraded += 1
  if (state === 'failed') bucket.failed += 1
  else if (responseMs !== null) {
    bucket.answered += 1
    bucket.sumMs += responseMs
    bucket.maxMs = Math.max(bucket.maxMs, responseMs)
  }
  buckets.set(subject, bucket)
}

function sampleOf(subject: string, from: Date, bucket: Bucket): SampleRow {
  const { looks, degraded, failed, answered, sumMs, maxMs } = bucket
  const times = answered === 0 ? { meanMs: null, maxMs: null } : { meanMs: sumMs / answered, maxMs }
  return { subject, from, lengthS: MINUTE_S, looks, degraded, failed, ...times }
}

function minuteOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / (MINUTE_S * 1000)) * MINUTE_S * 1000)
}

function readPlace(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const seq = Number(text)
  if (Number.isSafeInteger(seq) && seq > 0) return seq
  throw new DomainError('invalid-request', 'the cursor is not one that this list gave out')
}
