import { and, desc, eq, gt, isNull, lt, lte, notInArray, or, type SQL } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import { type AuditEntry, recordAudit } from '../monitoring/audit.ts'
import {
  type AnnouncementRow,
  announcements,
  federationAnnouncements,
} from './announcement-schema.ts'

const SHOWN_MAX = 100

export type AnnouncementChanges = Partial<
  Pick<AnnouncementRow, 'severity' | 'text' | 'from' | 'until' | 'endedAt' | 'toldAt'>
>

export function createAnnouncementStore(db: Db) {
  function select(reader: Db | Tx, where: SQL | undefined): Promise<AnnouncementRow[]> {
    return reader
      .select()
      .from(announcements)
      .where(where)
      .orderBy(desc(announcements.from), desc(announcements.id))
      .limit(SHOWN_MAX)
  }

  const hasBegun = (now: Date) =>
    and(
      isNull(announcements.endedAt),
      lte(announcements.from, now),
      or(isNull(announcements.until), gt(announcements.until, now)),
    )

  return {
    transaction: <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.transaction(work),

    async insert(
      tx: Tx,
      row: AnnouncementRow,
      actor: AuditEntry['actor'],
    ): Promise<AnnouncementRow> {
      await tx.insert(announcements).values(row)
      const object = `announcement:${row.id}`
      await recordAudit(tx, {
        ...{ actor, object },
        action: 'announcement.created',
        details: { severity: row.severity },
      })
      return row
    },

    /** The row, locked until the transaction ends. */
    async lock(tx: Tx, id: string): Promise<AnnouncementRow | undefined> {
      const [row] = await tx
        .select()
        .from(announcements)
        .where(eq(announcements.id, id))
        .for('update')
      return row
    },

    async update(
      tx: Tx,
      id: string,
      set: AnnouncementChanges & { updatedAt?: Date },
    ): Promise<AnnouncementRow> {
      const [row] = await tx
        .update(announcements)
        .set(set)
        .where(eq(announcements.id, id))
        .returning()
      if (row === undefined) throw new Error('a locked announcement is gone')
      return row
    },

    listInForce: (now: Date, reader: Db | Tx = db): Promise<AnnouncementRow[]> =>
      select(reader, hasBegun(now)),

    listAll: (): Promise<AnnouncementRow[]> => select(db, undefined),

    /** False when a list of this version or a newer one was taken. */
    async takeVersion(tx: Tx, version: number, takenAt: Date): Promise<boolean> {
      const taken = await tx
        .insert(federationAnnouncements)
        .values({ version, takenAt })
        .onConflictDoUpdate({
          target: federationAnnouncements.id,
          set: { version, takenAt },
          setWhere: lt(federationAnnouncements.version, version),
        })
        .returning({ id: federationAnnouncements.id })
      return taken.length > 0
    },

    /** Those of the federation that have not ended, but for the ones that are kept. */
    lockOpenOfFederation(tx: Tx, kept: readonly string[]): Promise<AnnouncementRow[]> {
      return tx
        .select()
        .from(announcements)
        .where(
          and(
            eq(announcements.issuer, 'federation'),
            isNull(announcements.endedAt),
            notInArray(announcements.id, [...kept]),
          ),
        )
        .for('update')
    },

    /** Those that have begun and that nobody was told of, locked against the site's other processes. */
    lockUntold(tx: Tx, now: Date): Promise<AnnouncementRow[]> {
      return tx
        .select()
        .from(announcements)
        .where(and(isNull(announcements.toldAt), hasBegun(now)))
        .for('update', { skipLocked: true })
    },
  }
}
