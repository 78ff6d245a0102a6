import type { SiteActivity, SiteReport } from '@crosspanel/protocol/report'
import { and, asc, between, eq, gte, lt, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import { siteActivity, siteReports, watchDays } from './schema.ts'
import { dayOf, slotOf, type WatchDay } from './slots.ts'

export type ReportStore = ReturnType<typeof createReportStore>
export type ReportRow = typeof siteReports.$inferSelect
export type ActivityRow = typeof siteActivity.$inferSelect

export interface NewReport {
  readonly report: SiteReport
  readonly receivedAt: Date
  readonly clockOffsetS: number
}

export function createReportStore(db: Db) {
  return {
    /** Stores a report newer than the site's last; false when it is not newer. */
    put({ report, receivedAt, clockOffsetS }: NewReport): Promise<boolean> {
      const { activity, ...told } = report
      const { siteId, serial, isReady } = report
      const row = { serial, receivedAt, clockOffsetS, report: told }
      const until = activity === undefined ? {} : { activityUntil: activity.to }
      return db.transaction(async (tx) => {
        const stored = await tx
          .insert(siteReports)
          .values({ siteId, ...row, ...until })
          .onConflictDoUpdate({
            target: siteReports.siteId,
            set: { ...row, ...until },
            setWhere: lt(siteReports.serial, serial),
          })
          .returning({ siteId: siteReports.siteId })
        if (stored.length === 0) return false
        await countSlot(tx, { subject: siteId, at: receivedAt, isReady })
        if (activity !== undefined) await replaceActivity(tx, siteId, activity)
        return true
      })
    },

    listLatest: (): Promise<ReportRow[]> => db.select().from(siteReports),

    /** That the registry itself is up; forgets the days before `keepFrom`. */
    tick(at: Date, keepFrom: string): Promise<void> {
      return db.transaction(async (tx) => {
        await countSlot(tx, { subject: 'registry', at, isReady: true })
        await tx.delete(watchDays).where(lt(watchDays.day, keepFrom))
        await tx.delete(siteActivity).where(lt(siteActivity.day, keepFrom))
      })
    },

    /** Of every subject, oldest first. */
    listDays: (from: string): Promise<WatchDay[]> =>
      db.select().from(watchDays).where(gte(watchDays.day, from)).orderBy(asc(watchDays.day)),

    listActivity: (from: string, to: string): Promise<ActivityRow[]> =>
      db
        .select()
        .from(siteActivity)
        .where(between(siteActivity.day, from, to))
        .orderBy(asc(siteActivity.day), asc(siteActivity.panelId)),
  }
}

interface Seen {
  readonly subject: string
  readonly at: Date
  readonly isReady: boolean
}

/** Counts a slot once, however often a subject is heard of in it; as not ready if it ever said so. */
async function countSlot(tx: Tx, { subject, at, isReady }: Seen): Promise<void> {
  const slot = slotOf(at)
  const isNew = sql`(${watchDays.lastSlot} < ${slot})::int`
  const isNewlyNotReady = sql`(coalesce(${watchDays.lastNotReadySlot}, 0) < ${slot})::int`
  await tx
    .insert(watchDays)
    .values({
      subject,
      day: dayOf(at),
      slots: 1,
      notReadySlots: isReady ? 0 : 1,
      lastSlot: slot,
      lastNotReadySlot: isReady ? null : slot,
    })
    .onConflictDoUpdate({
      target: [watchDays.subject, watchDays.day],
      set: {
        slots: sql`${watchDays.slots} + ${isNew}`,
        lastSlot: sql`greatest(${watchDays.lastSlot}, ${slot})`,
        ...(isReady
          ? {}
          : {
              notReadySlots: sql`${watchDays.notReadySlots} + ${isNewlyNotReady}`,
              lastNotReadySlot: slot,
            }),
      },
    })
}

/** A site tells of whole spans: what it told of these days before is no longer said. */
async function replaceActivity(tx: Tx, siteId: string, activity: SiteActivity): Promise<void> {
  const span = between(siteActivity.day, activity.from, activity.to)
  await tx.delete(siteActivity).where(and(eq(siteActivity.siteId, siteId), span))
  const rows = activity.cells.map((cell) => ({ siteId, ...cell }))
  if (rows.length > 0) await tx.insert(siteActivity).values(rows).onConflictDoNothing()
}
