import { refusal } from '@crosspanel/protocol/refusals'
import type {
  AlertCode,
  AlertPage,
  AlertRule,
  AlertState,
  AlertView,
  SilenceAlert,
  SilenceView,
} from '@crosspanel/protocol/alert'
import { ALERT_TEXTS } from '@crosspanel/protocol/alert-texts'
import { DomainError } from '@crosspanel/protocol/problem'
import { pageOf, readCursor } from '../cursor.ts'
import type { AlertBook, Occasion } from './alert-book.ts'
import { type AlertSettings, thresholdOf } from './alert-settings.ts'
import type { AlertFilter, AlertRow, AlertStore, SilenceRow } from './alert-store.ts'
import type { Facts } from './facts.ts'
import { RULES } from './rules.ts'

const LEASE = 'alerts'
const LEASE_MS = 15_000

export interface AlertServiceDeps {
  readonly store: AlertStore
  readonly book: AlertBook
  readonly facts: () => Facts
  readonly settings: AlertSettings
  /** Names this process among those of the site. */
  readonly holder: string
  readonly newId: () => string
  readonly now: () => Date
}
export type AlertService = ReturnType<typeof createAlertService>

interface Viewer {
  readonly id: string
}

export function createAlertService(deps: AlertServiceDeps) {
  const { store, book, holder, newId, now } = deps
  /** What was last read of the silences, for when the database is away. */
  let silences: readonly SilenceRow[] = []

  async function requireAlert(id: string): Promise<AlertRow> {
    const row = await store.find(id)
    if (row === undefined) throw new DomainError('alert-not-found')
    return row
  }

  return {
    /** Looks at everything once; needs no database. */
    look: (): void => book.look(deps.facts()),

    /** Writes what has been raised and resolved, in one process at a time. Returns whether this is the one. */
    async write(): Promise<boolean> {
      silences = await store.listSilences()
      book.adopt((await store.listActive()).map(occasionOf))
      if (!(await store.takeLease(LEASE, holder, LEASE_MS))) {
        book.forgetEnded()
        return false
      }
      for (const occasion of book.unwritten()) {
        await store.write(occasion)
        book.noteWritten(occasion)
      }
      const active = book.active()
      const stillActive = new Set(active.map(({ id }) => id))
      for (const { id } of await store.listActive()) {
        if (!stillActive.has(id)) await store.resolve(id, now())
      }
      for (const occasion of active) await store.noteSeen(occasion)
      await store.tellHeldBack()
      return true
    },

    release: () => store.releaseLease(LEASE, holder),

    /** Active alerts from memory, most severe first: they are shown with the database away. */
    listActive(): AlertView[] {
      return book
        .active()
        .map((occasion) => viewOf(occasion, silences))
        .toSorted((a, b) => rank(a) - rank(b) || b.raisedAt.localeCompare(a.raisedAt))
    },

    async page(query: {
      state: AlertFilter
      limit: number
      cursor?: string | undefined
    }): Promise<AlertPage> {
      const rows = await store.page(query.state, readCursor(query.cursor), query.limit)
      const { page, next } = pageOf(rows, query.limit, ({ raisedAt, id }) => ({ at: raisedAt, id }))
      const current = await store.listSilences()
      return { alerts: page.map((row) => viewOf(row, current)), next }
    },

    /** Everything that is looked for here. */
    listRules: (): AlertRule[] =>
      (Object.keys(RULES) as AlertCode[]).map((code) => {
        const { severity } = RULES[code]
        const threshold = thresholdOf(code, deps.settings)
        return { code, severity, ...ALERT_TEXTS[code], threshold }
      }),

    async acknowledge({ id: accountId }: Viewer, id: string): Promise<AlertView> {
      const row = await store.acknowledge(id, accountId, now())
      if (row === undefined) {
        const known = await requireAlert(id)
        throw refusal(`alert-state-conflict.${stateOf(known)}`)
      }
      return viewOf(row, silences)
    },

    async listSilences(): Promise<SilenceView[]> {
      return (await store.listSilences()).map(silenceViewOf)
    },

    async silence({ id: createdBy }: Viewer, wish: SilenceAlert): Promise<SilenceView> {
      const createdAt = now()
      const { code, subject = null, reason, minutes } = wish
      const until = new Date(createdAt.getTime() + minutes * 60_000)
      const row = { id: newId(), code, subject, reason, createdBy, createdAt, until }
      await store.silence(row)
      return silenceViewOf(row)
    },

    async unsilence({ id: accountId }: Viewer, id: string): Promise<void> {
      if (!(await store.unsilence(id, accountId))) throw new DomainError('silence-not-found')
    },
  }
}

function occasionOf(row: AlertRow): Occasion {
  const { id, code, subject, seen, told, raisedAt, acknowledgedAt, resolvedAt } = row
  return { id, code, subject, seen, told, raisedAt, acknowledgedAt, resolvedAt }
}

function viewOf(row: Occasion, silences: readonly SilenceRow[]): AlertView {
  const { id, code, subject, seen, told } = row
  const { severity } = RULES[code]
  const silence = silences.find(
    (other) => other.code === code && (other.subject === null || other.subject === subject),
  )
  return {
    ...{ id, code, subject, severity, seen, ...ALERT_TEXTS[code] },
    ...(told ? { told } : {}),
    state: stateOf(row),
    raisedAt: row.raisedAt.toISOString(),
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    silencedUntil: silence?.until.toISOString() ?? null,
  }
}

function stateOf({
  acknowledgedAt,
  resolvedAt,
}: Pick<AlertRow, 'acknowledgedAt' | 'resolvedAt'>): AlertState {
  if (resolvedAt !== null) return 'resolved'
  return acknowledgedAt === null ? 'raised' : 'acknowledged'
}

function silenceViewOf(row: SilenceRow): SilenceView {
  const { createdAt, until, ...silence } = row
  return { ...silence, createdAt: createdAt.toISOString(), until: until.toISOString() }
}

function rank({ severity }: AlertView): number {
  return severity === 'critical' ? 0 : 1
}
