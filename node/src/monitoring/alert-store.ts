import type { AlertCode } from '@crosspanel/protocol/alert'
import { ALERT_TEXTS } from '@crosspanel/protocol/alert-texts'
import { and, desc, eq, gt, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import type { Cursor } from '../cursor.ts'
import type { Db, Tx } from '../db.ts'
import { notify } from '../notifications/notify.ts'
import { publish } from '../notifications/publish.ts'
import type { Occasion } from './alert-book.ts'
import { recordAudit } from './audit.ts'
import { RULES } from './rules.ts'
import { alerts, alertSilences, monitoringLeases } from './schema.ts'

export type AlertRow = typeof alerts.$inferSelect
export type SilenceRow = typeof alertSilences.$inferSelect
export type AlertFilter = 'active' | 'resolved' | 'all'

/** What was seen is written down again when it is this old: ages change with every look. */
const SEEN_LIFE = sql`interval '30 seconds'`

export type AlertStore = ReturnType<typeof createAlertStore>

export function createAlertStore(db: Db) {
  const isActive = isNull(alerts.resolvedAt)

  /** Tells the administrators once for each occasion, unless a silence holds it back. */
  async function tellRaised(tx: Tx, row: AlertRow): Promise<void> {
    if ((await silencesOf(tx, row)).length > 0) return
    await notify(tx, {
      kind: 'alert-raised',
      to: 'site-admins',
      key: row.id,
      data: wordsOf(row),
      told: row.told,
    })
    await tx
      .update(alerts)
      .set({ notifiedAt: sql`now()` })
      .where(eq(alerts.id, row.id))
  }

  async function tellResolved(tx: Tx, row: AlertRow): Promise<void> {
    await recordAudit(tx, {
      actor: 'node',
      action: 'alert.resolved',
      object: `alert:${row.id}`,
      details: { code: row.code, subject: row.subject },
    })
    await announce(tx, row, 'resolved')
    if (row.notifiedAt === null) return
    const { told } = row
    const data = wordsOf(row)
    await notify(tx, { kind: 'alert-resolved', to: 'site-admins', key: row.id, data, told })
  }

  return {
    /** Whether this process is the one that writes alerts and history now. Leases are by the database's clock. */
    async takeLease(name: string, holder: string, leaseMs: number): Promise<boolean> {
      const until = sql`now() + make_interval(secs => ${leaseMs / 1000})`
      const taken = await db
        .insert(monitoringLeases)
        .values({ name, holder, until })
        .onConflictDoUpdate({
          target: monitoringLeases.name,
          set: { holder, until },
          setWhere: sql`${monitoringLeases.holder} = ${holder} or ${monitoringLeases.until} < now()`,
        })
        .returning({ name: monitoringLeases.name })
      return taken.length === 1
    },

    async releaseLease(name: string, holder: string): Promise<void> {
      await db
        .delete(monitoringLeases)
        .where(and(eq(monitoringLeases.name, name), eq(monitoringLeases.holder, holder)))
    },

    listActive(): Promise<AlertRow[]> {
      return db.select().from(alerts).where(isActive).orderBy(desc(alerts.raisedAt))
    },

    /** Writes an occasion, unless one of the same code and subject is active already. */
    async write(occasion: Occasion): Promise<void> {
      const { id, code, subject, seen, told, raisedAt } = occasion
      const severity = RULES[code].severity
      await db.transaction(async (tx) => {
        const [row] = await tx
          .insert(alerts)
          .values({ id, code, subject, severity, seen, told, seenAt: sql`now()`, raisedAt })
          .onConflictDoNothing()
          .returning()
        if (row === undefined) return
        await recordAudit(tx, {
          actor: 'node',
          action: 'alert.raised',
          object: `alert:${id}`,
          details: { code, subject, severity, seen },
        })
        await announce(tx, row, 'raised')
        await tellRaised(tx, row)
      })
      if (occasion.resolvedAt !== null) await this.resolve(id, occasion.resolvedAt)
    },

    async resolve(id: string, resolvedAt: Date): Promise<void> {
      await db.transaction(async (tx) => {
        const [row] = await tx
          .update(alerts)
          .set({ resolvedAt })
          .where(and(eq(alerts.id, id), isActive))
          .returning()
        if (row !== undefined) await tellResolved(tx, row)
      })
    },

    async noteSeen({ id, seen, told = null }: Occasion): Promise<void> {
      await db
        .update(alerts)
        .set({ seen, told, seenAt: sql`now()` })
        .where(and(eq(alerts.id, id), isActive, lt(alerts.seenAt, sql`now() - ${SEEN_LIFE}`)))
    },

    /** Tells of active alerts whose silence has ended. */
    async tellHeldBack(): Promise<void> {
      const rows = await db
        .select()
        .from(alerts)
        .where(and(isActive, isNull(alerts.notifiedAt)))
      for (const row of rows) await db.transaction((tx) => tellRaised(tx, row))
    },

    /** Newest first, one more than asked for. */
    page(filter: AlertFilter, cursor: Cursor | undefined, limit: number): Promise<AlertRow[]> {
      const which = { active: isActive, resolved: isNotNull(alerts.resolvedAt), all: undefined }
      const before =
        cursor &&
        or(
          lt(alerts.raisedAt, cursor.at),
          and(eq(alerts.raisedAt, cursor.at), lt(alerts.id, cursor.id)),
        )
      return db
        .select()
        .from(alerts)
        .where(and(which[filter], before))
        .orderBy(desc(alerts.raisedAt), desc(alerts.id))
        .limit(limit + 1)
    },

    async find(id: string): Promise<AlertRow | undefined> {
      const [row] = await db.select().from(alerts).where(eq(alerts.id, id))
      return row
    },

    /** Returns the row when this call acknowledged it. */
    acknowledge(id: string, accountId: string, at: Date): Promise<AlertRow | undefined> {
      return db.transaction(async (tx) => {
        const [row] = await tx
          .update(alerts)
          .set({ acknowledgedAt: at, acknowledgedBy: accountId })
          .where(and(eq(alerts.id, id), isActive, isNull(alerts.acknowledgedAt)))
          .returning()
        if (row === undefined) return undefined
        await recordAudit(tx, {
          actor: `account:${accountId}`,
          action: 'alert.acknowledged',
          object: `alert:${id}`,
        })
        await announce(tx, row, 'acknowledged')
        return row
      })
    },

    listSilences(): Promise<SilenceRow[]> {
      return db
        .select()
        .from(alertSilences)
        .where(gt(alertSilences.until, sql`now()`))
        .orderBy(desc(alertSilences.until))
    },

    async silence(row: SilenceRow): Promise<void> {
      await db.transaction(async (tx) => {
        await tx.insert(alertSilences).values(row)
        const { code, subject, reason, until } = row
        await recordAudit(tx, {
          actor: `account:${row.createdBy}`,
          action: 'alert.silenced',
          object: `silence:${row.id}`,
          details: { code, subject, reason, until: until.toISOString() },
        })
      })
    },

    /** Ends a silence early. Returns whether there was one. */
    unsilence(id: string, accountId: string): Promise<boolean> {
      return db.transaction(async (tx) => {
        const ended = await tx
          .update(alertSilences)
          .set({ until: sql`now()` })
          .where(and(eq(alertSilences.id, id), gt(alertSilences.until, sql`now()`)))
          .returning({ id: alertSilences.id })
        if (ended.length === 0) return false
        const actor = `account:${accountId}` as const
        await recordAudit(tx, { actor, action: 'alert.unsilenced', object: `silence:${id}` })
        return true
      })
    },
  }
}

function silencesOf(tx: Tx, { code, subject }: { code: AlertCode; subject: string }) {
  return tx
    .select({ id: alertSilences.id })
    .from(alertSilences)
    .where(
      and(
        eq(alertSilences.code, code),
        or(isNull(alertSilences.subject), eq(alertSilences.subject, subject)),
        gt(alertSilences.until, sql`now()`),
      ),
    )
    .limit(1)
}

function wordsOf({ code, subject, severity, seen }: AlertRow) {
  return { code, subject, severity, seen, ...ALERT_TEXTS[code] }
}

async function announce(tx: Tx, row: AlertRow, state: string): Promise<void> {
  const { id, code, subject, severity, seen } = row
  await publish(tx, {
    topic: 'site-admins',
    type: 'alert',
    subject: id,
    data: { state, code, subject, severity, seen },
  })
}
