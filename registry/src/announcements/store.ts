import type { GeneralJws } from '@crosspanel/protocol/federation'
import { ANNOUNCEMENTS_OPEN_MAX } from '@crosspanel/protocol/federation-announcements'
import { and, desc, eq, gt, isNull, or, type SQL } from 'drizzle-orm'
import { type AuditEntry, recordAudit } from '../audit/record.ts'
import type { Db, Tx } from '../db.ts'
import { announcementList, announcements } from './schema.ts'

export type AnnouncementStore = ReturnType<typeof createAnnouncementStore>
export type AnnouncementRow = typeof announcements.$inferSelect
export type AnnouncementChanges = Partial<
  Pick<AnnouncementRow, 'severity' | 'text' | 'from' | 'until' | 'endedAt'>
>

export interface SignedList {
  readonly version: number
  readonly documentSha256: string
  readonly document: GeneralJws
}
type Sign = (open: readonly AnnouncementRow[], version: number) => Promise<SignedList>

export function createAnnouncementStore(db: Db) {
  function select(reader: Db | Tx, where?: SQL): Promise<AnnouncementRow[]> {
    return reader
      .select()
      .from(announcements)
      .where(where)
      .orderBy(desc(announcements.from), desc(announcements.id))
      .limit(ANNOUNCEMENTS_OPEN_MAX)
  }

  const isNotOver = (now: Date) =>
    and(
      isNull(announcements.endedAt),
      or(isNull(announcements.until), gt(announcements.until, now)),
    )

  return {
    listAll: (): Promise<AnnouncementRow[]> => select(db),
    listOpen: (now: Date): Promise<AnnouncementRow[]> => select(db, isNotOver(now)),

    countOpen: (tx: Tx, now: Date): Promise<number> => tx.$count(announcements, isNotOver(now)),

    async findList(): Promise<SignedList | undefined> {
      const [row] = await db.select().from(announcementList)
      return row
    },

    /** Makes a change and signs the list that follows from it, as one transaction; changes follow one another. */
    publishAfter<T>(now: Date, change: (tx: Tx) => Promise<T>, sign: Sign): Promise<T> {
      return db.transaction(async (tx) => {
        const first = await sign([], 0)
        await tx.insert(announcementList).values(first).onConflictDoNothing()
        const [current] = await tx.select().from(announcementList).for('update')
        if (current === undefined) throw new Error('the list was inserted just now')
        const result = await change(tx)
        const next = await sign(await select(tx, isNotOver(now)), current.version + 1)
        await tx.update(announcementList).set(next)
        return result
      })
    },

    async insert(tx: Tx, row: AnnouncementRow): Promise<AnnouncementRow> {
      await tx.insert(announcements).values(row)
      return row
    },

    async find(tx: Tx, id: string): Promise<AnnouncementRow | undefined> {
      const [row] = await tx.select().from(announcements).where(eq(announcements.id, id))
      return row
    },

    async update(
      tx: Tx,
      id: string,
      set: AnnouncementChanges & { readonly updatedAt: Date },
    ): Promise<AnnouncementRow> {
      const [row] = await tx
        .update(announcements)
        .set(set)
        .where(eq(announcements.id, id))
        .returning()
      if (row === undefined) throw new Error('an announcement that was found is gone')
      return row
    },

    audit: (tx: Tx, entry: AuditEntry): Promise<void> => recordAudit(tx, entry),
  }
}
