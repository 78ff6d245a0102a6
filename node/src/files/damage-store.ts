import { and, asc, eq, gt, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import { notify } from '../notifications/notify.ts'
import { files, scrubState } from './schema.ts'
import {
  audit,
  columns,
  type FileRow,
  openable,
  type OpenableFile,
  requireHeader,
} from './store.ts'

export type Damage = NonNullable<FileRow['damage']>
export type ScrubRow = typeof scrubState.$inferSelect
export interface ScrubProgress {
  readonly files: number
  readonly bytes: number
  readonly damaged: number
}
export type DamageStore = ReturnType<typeof createDamageStore>

/** What is known of the state of the stored bytes, and how far they are checked. */
export function createDamageStore(db: Db) {
  const complete = eq(files.state, 'complete')
  const sound = and(complete, isNull(files.damagedAt))

  /** Due: last verified before the day, or before an administrator asked; then damaged ones too, which may be mended. */
  function isDue(verifiedBefore: Date, requestedAt: Date | null) {
    const asked = requestedAt ? lt(files.verifiedAt, requestedAt) : undefined
    const old = and(lt(files.verifiedAt, verifiedBefore), isNull(files.damagedAt))
    return and(complete, asked ? or(old, asked) : old)
  }

  return {
    /** Records once that a file is damaged, and tells owner and administrators. False if it is no complete file any more. */
    mark(file: Pick<FileRow, 'id'>, damage: Damage, at: Date): Promise<boolean> {
      return db.transaction(async (tx) => {
        const [row] = await tx
          .select(columns)
          .from(files)
          .where(and(eq(files.id, file.id), complete))
          .for('update')
        if (row === undefined) return false
        if (row.damagedAt !== null) return true
        await tx.update(files).set({ damagedAt: at, damage }).where(eq(files.id, row.id))
        await audit(tx, null, 'file.found-damaged', row.id, { damage })
        await tellOfDamage(tx, row, damage, at)
        return true
      })
    },

    /** The bytes were read and are the ones that were stored. */
    async markVerified(id: string, at: Date): Promise<void> {
      await db.transaction(async (tx) => {
        const [mended] = await tx
          .update(files)
          .set({ damagedAt: null, damage: null })
          .where(and(eq(files.id, id), complete, isNotNull(files.damagedAt)))
          .returning({ id: files.id })
        if (mended !== undefined) await audit(tx, null, 'file.found-mended', id)
        await tx
          .update(files)
          .set({ verifiedAt: at })
          .where(and(eq(files.id, id), complete))
      })
    },

    /** Not due again in this round, whatever was found. */
    async markChecked(id: string, at: Date): Promise<void> {
      await db
        .update(files)
        .set({ verifiedAt: at })
        .where(and(eq(files.id, id), complete))
    },

    async countDamaged(): Promise<number> {
      return db.$count(files, and(complete, isNotNull(files.damagedAt)))
    },

    countDue: (verifiedBefore: Date, requestedAt: Date | null): Promise<number> =>
      db.$count(files, isDue(verifiedBefore, requestedAt)),

    /** The file that was verified longest ago. */
    async nextDue(
      verifiedBefore: Date,
      requestedAt: Date | null,
    ): Promise<OpenableFile | undefined> {
      const [row] = await db
        .select(openable)
        .from(files)
        .where(isDue(verifiedBefore, requestedAt))
        .orderBy(asc(files.verifiedAt))
        .limit(1)
      return row && requireHeader(row)
    },

    countSound: (): Promise<number> => db.$count(files, sound),

    /** Complete files that are not known to be damaged, in the order of their ids, for whoever looks at all of them. */
    listSound(after: string | undefined, limit: number): Promise<FileRow[]> {
      return db
        .select(columns)
        .from(files)
        .where(and(sound, after === undefined ? undefined : gt(files.id, after)))
        .orderBy(asc(files.id))
        .limit(limit)
    },

    async scrubRow(): Promise<ScrubRow | undefined> {
      const [row] = await db.select().from(scrubState)
      return row
    },

    async requestScrub(at: Date): Promise<void> {
      await db
        .insert(scrubState)
        .values({ requestedAt: at })
        .onConflictDoUpdate({ target: scrubState.id, set: { requestedAt: at } })
    },

    /** Takes or renews the lease on the scrub; undefined while another process has it. */
    async lease(holder: string, ms: number): Promise<ScrubRow | undefined> {
      const leasedUntil = sql`now() + interval '1 millisecond' * ${ms}::int`
      const [row] = await db
        .insert(scrubState)
        .values({ leasedBy: holder, leasedUntil })
        .onConflictDoUpdate({
          target: scrubState.id,
          set: { leasedBy: holder, leasedUntil },
          setWhere: sql`${scrubState.leasedUntil} is null or ${scrubState.leasedUntil} < now() or ${scrubState.leasedBy} = ${holder}`,
        })
        .returning()
      return row
    },

    async beginRound(at: Date): Promise<void> {
      await db
        .update(scrubState)
        .set({ startedAt: at, finishedAt: null, checkedFiles: 0, checkedBytes: 0, foundDamaged: 0 })
    },

    async addProgress({ files: count, bytes, damaged }: ScrubProgress): Promise<void> {
      await db.update(scrubState).set({
        checkedFiles: sql`${scrubState.checkedFiles} + ${count}`,
        checkedBytes: sql`${scrubState.checkedBytes} + ${bytes}`,
        foundDamaged: sql`${scrubState.foundDamaged} + ${damaged}`,
      })
    },

    /** Ends the round, and with it the request that was made before it ended. */
    async endRound(at: Date, requestedAt: Date | null): Promise<void> {
      const isSame = sql`${scrubState.requestedAt} is not distinct from ${requestedAt?.toISOString() ?? null}::timestamptz`
      await db.update(scrubState).set({
        finishedAt: at,
        requestedAt: sql`case when ${isSame} then null else ${scrubState.requestedAt} end`,
      })
    },

    async release(holder: string): Promise<void> {
      await db
        .update(scrubState)
        .set({ leasedBy: null, leasedUntil: null })
        .where(eq(scrubState.leasedBy, holder))
    },
  }
}

async function tellOfDamage(tx: Tx, file: FileRow, damage: Damage, at: Date): Promise<void> {
  const key = `${file.id}:${at.toISOString()}`
  const data = { fileId: file.id, damage, ...(file.jobId === null ? {} : { jobId: file.jobId }) }
  if (file.accountId !== null) {
    await notify(tx, { kind: 'file-damaged', to: `account:${file.accountId}`, key, data })
  }
  await notify(tx, { kind: 'file-damaged', to: 'site-admins', key, data })
}
