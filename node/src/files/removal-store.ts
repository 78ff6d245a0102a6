import { and, asc, eq, inArray, isNotNull, isNull, lte, ne, type SQL, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import { recordAudit } from '../monitoring/audit.ts'
import { notify } from '../notifications/notify.ts'
import { publish } from '../notifications/publish.ts'
import { files } from './schema.ts'
import { announceFile, audit, columns, type FileRow } from './store.ts'
import { takeFromUsage } from './usage.ts'

/** A deleted file whose blob has to go. */
export interface Tombstone {
  readonly id: string
  readonly blobId: string
}
export interface Retention {
  readonly jobId: string
  readonly until: Date
  readonly actor: `account:${string}` | 'node'
}
export interface RemovalStoreDeps {
  readonly db: Db
  /** Called when the last result of a job that was accepted goes, in that transaction. */
  readonly onResultsGone: (tx: Tx, jobId: string) => Promise<void>
}
type Because = NonNullable<FileRow['deletedBecause']>
export type RemovalStore = ReturnType<typeof createRemovalStore>

const BATCH = 200

/** Deletions: what is deleted is unreadable from that moment, and its blob is destroyed after. */
export function createRemovalStore({ db, onResultsGone }: RemovalStoreDeps) {
  const present = ne(files.state, 'deleted')

  /** The header goes with the row's own change, so no crash leaves a deleted file that could be opened. */
  async function bury(tx: Tx, which: SQL | undefined, because: Because, at: Date) {
    const removed = await tx
      .update(files)
      .set({
        state: 'deleted',
        deletedAt: at,
        deletedBecause: because,
        name: '',
        header: null,
        damagedAt: null,
        damage: null,
      })
      .where(and(which, present))
      .returning({
        id: files.id,
        blobId: files.blobId,
        accountId: files.accountId,
        state: files.state,
        jobId: files.jobId,
        bytes: sql<number>`coalesce(${files.declaredSize}, ${files.size})`.mapWith(Number),
      })
    await takeFromUsage(
      tx,
      removed.map(({ accountId, bytes }) => ({ accountId, bytes, files: 1 })),
    )
    for (const file of removed) await announceFile(tx, file)
    return removed
  }

  async function tellOfResultsGone(tx: Tx, jobIds: ReadonlySet<string>): Promise<void> {
    for (const jobId of jobIds) {
      const [left] = await tx
        .select({ id: files.id })
        .from(files)
        .where(and(eq(files.jobId, jobId), present))
        .limit(1)
      if (left === undefined) await onResultsGone(tx, jobId)
    }
  }

  return {
    /** Deletes the account's file, unless `isInUse`, which is asked while nobody else can begin to use it. */
    remove(
      id: string,
      accountId: string,
      at: Date,
      isInUse: (tx: Tx) => Promise<boolean>,
    ): Promise<Tombstone | 'in-use' | undefined> {
      return db.transaction(async (tx) => {
        const own = and(eq(files.id, id), eq(files.accountId, accountId))
        await tx.select({ id: files.id }).from(files).where(own).for('update')
        if (await isInUse(tx)) return 'in-use'
        const [removed] = await bury(tx, own, 'asked', at)
        if (removed === undefined) return undefined
        await audit(tx, accountId, 'file.deleted', id)
        if (removed.jobId !== null) await tellOfResultsGone(tx, new Set([removed.jobId]))
        return removed
      })
    },

    /** Deletes all that an account has; whoever calls has seen to it that no job uses it. */
    async removeAllOf(tx: Tx, accountId: string, at: Date): Promise<Tombstone[]> {
      const removed = await bury(tx, eq(files.accountId, accountId), 'asked', at)
      for (const { id } of removed) await audit(tx, accountId, 'file.deleted', id)
      return removed
    },

    /** Deletes the results that the job made up to an epoch. */
    removeResults(jobId: string, upToEpoch: number, at: Date): Promise<Tombstone[]> {
      return db.transaction(async (tx) => {
        const made = and(
          eq(files.kind, 'result'),
          eq(files.jobId, jobId),
          lte(files.jobEpoch, upToEpoch),
        )
        const removed = await bury(tx, made, 'discarded', at)
        for (const { id } of removed) await audit(tx, null, 'file.deleted', id)
        return removed
      })
    },

    /** Files whose time is over, those that wait longest first; a page at a time. */
    async listExpired(at: Date, after: FileRow | undefined): Promise<FileRow[]> {
      const later =
        after &&
        sql`(${files.expiresAt}, ${files.id}) > (${after.expiresAt?.toISOString()}::timestamptz, ${after.id}::uuid)`
      return db
        .select(columns)
        .from(files)
        .where(and(present, lte(files.expiresAt, at), later))
        .orderBy(asc(files.expiresAt), asc(files.id))
        .limit(BATCH)
    },

    /** Deletes a file whose time is over, unless it was given more or `isInUse`, and tells the owner of results. */
    expire(
      id: string,
      at: Date,
      isInUse: (tx: Tx) => Promise<boolean>,
    ): Promise<Tombstone | undefined> {
      return db.transaction(async (tx) => {
        const [file] = await tx
          .select(columns)
          .from(files)
          .where(and(eq(files.id, id), present, lte(files.expiresAt, at)))
          .for('update', { skipLocked: true })
        if (file === undefined || (await isInUse(tx))) return undefined
        const [removed] = await bury(tx, eq(files.id, id), 'expired', at)
        await audit(
          tx,
          null,
          file.state === 'receiving' ? 'file.upload-expired' : 'file.expired',
          id,
        )
        if (file.jobId !== null) {
          await tellOfResultsGone(tx, new Set([file.jobId]))
          await tellOwner(tx, 'results-expired', file)
        }
        return removed
      })
    },

    /** Tells owners, once for each job, of results whose time will be over by `before`. Returns how many were told. */
    remind(before: Date, at: Date): Promise<number> {
      return db.transaction(async (tx) => {
        const due = await tx
          .select(columns)
          .from(files)
          .where(
            and(
              eq(files.state, 'complete'),
              eq(files.kind, 'result'),
              isNull(files.remindedAt),
              lte(files.expiresAt, before),
            ),
          )
          .limit(BATCH)
          .for('update', { skipLocked: true })
        if (due.length === 0) return 0
        const ids = due.map(({ id }) => id)
        await tx.update(files).set({ remindedAt: at }).where(inArray(files.id, ids))
        const perJob = new Map(due.map((file) => [file.jobId, file]))
        for (const file of perJob.values()) await tellOwner(tx, 'results-expiring', file)
        return perJob.size
      })
    },

    /** Sets until when a job's results are kept. Returns how many files that is. */
    async extend(tx: Tx, { jobId, until, actor }: Retention): Promise<number> {
      const changed = await tx
        .update(files)
        .set({ expiresAt: until, remindedAt: null })
        .where(and(eq(files.jobId, jobId), eq(files.state, 'complete')))
        .returning({ id: files.id, accountId: files.accountId })
      for (const { id, accountId } of changed) {
        if (accountId === null) continue
        const data = { expiresAt: until.toISOString() }
        await publish(tx, { topic: `account:${accountId}`, type: 'file', subject: id, data })
      }
      await recordAudit(tx, {
        actor,
        action: 'job.results-kept-until',
        object: `job:${jobId}`,
        details: { until: until.toISOString(), files: changed.length },
      })
      return changed.length
    },

    listUndestroyed(): Promise<Tombstone[]> {
      return db
        .select({ id: files.id, blobId: files.blobId })
        .from(files)
        .where(and(isNotNull(files.deletedAt), isNull(files.destroyedAt)))
        .orderBy(asc(files.deletedAt))
        .limit(BATCH)
    },

    /** Records that a deleted file's blob is gone; once, however many found it so. */
    markDestroyed(id: string, at: Date): Promise<void> {
      return db.transaction(async (tx) => {
        const marked = await tx
          .update(files)
          .set({ destroyedAt: at })
          .where(and(eq(files.id, id), eq(files.state, 'deleted'), isNull(files.destroyedAt)))
          .returning({ id: files.id })
        if (marked.length > 0) await audit(tx, null, 'file.destroyed', id)
      })
    },
  }
}

async function tellOwner(
  tx: Tx,
  kind: 'results-expiring' | 'results-expired',
  { accountId, jobId, jobEpoch, expiresAt }: FileRow,
): Promise<void> {
  if (accountId === null || jobId === null || expiresAt === null) return
  const day = expiresAt.toISOString()
  const key = `${jobId}:${String(jobEpoch)}:${kind === 'results-expiring' ? day : 'expired'}`
  await notify(tx, { kind, to: `account:${accountId}`, key, data: { jobId, expiresAt: day } })
}
