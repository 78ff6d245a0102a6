import { and, asc, desc, eq, getTableColumns, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { Cursor } from '../cursor.ts'
import type { Db, Tx } from '../db.ts'
import { recordAudit } from '../monitoring/audit.ts'
import { publish } from '../notifications/publish.ts'
import { files, storageUsage } from './schema.ts'
import type { SealedContent, StoredContent } from './sealed-blobs.ts'
import { addToUsage, requireWithinQuota, warnWhenNearlyFull } from './usage.ts'

/** A file without the header, which only whoever opens the blob needs. */
export type FileRow = Omit<typeof files.$inferSelect, 'header'>
/** A file whose blob can be opened. */
export type OpenableFile = FileRow & { readonly header: Uint8Array }

export type NewUpload = Required<
  Pick<FileRow, 'id' | 'blobId' | 'name' | 'createdAt'> & {
    accountId: string
    declaredSize: number
    expiresAt: Date
    header: Uint8Array
  }
>
export type NewResult = SealedContent &
  Pick<FileRow, 'id' | 'blobId' | 'name' | 'accountId' | 'encryptedFor' | 'createdAt'> & {
    jobId: string
    jobEpoch: number
    expiresAt: Date
  }

export interface FileFilter {
  readonly kind?: FileRow['kind'] | undefined
  readonly state?: 'receiving' | 'complete' | undefined
}

type ResultName = Pick<NewResult, 'jobId' | 'jobEpoch' | 'name'>

export type FileStore = ReturnType<typeof createFileStore>

const { header, ...withoutHeader } = getTableColumns(files)
/** What a `FileRow` has. */
export const columns = withoutHeader
export const openable = { ...columns, header }

/** Rows of files. Ownership is part of every query made for an account; deleted files are not found. */
export function createFileStore(db: Db) {
  const present = ne(files.state, 'deleted')
  const owned = (id: string, accountId: string) =>
    and(eq(files.id, id), eq(files.accountId, accountId))

  const findUsage = db
    .select({ usedBytes: storageUsage.usedBytes, files: storageUsage.files })
    .from(storageUsage)
    .where(eq(storageUsage.accountId, sql.placeholder('accountId')))
    .prepare('storage_usage')

  return {
    /** Counts the announced bytes at once, and throws `storage-quota-exceeded` if the account has no room for them. */
    async insertUpload(upload: NewUpload, quotaBytes: number | undefined): Promise<void> {
      const { accountId, declaredSize: bytes } = upload
      await db.transaction(async (tx) => {
        const usage = await addToUsage(tx, { accountId, bytes, files: 1 })
        requireWithinQuota(usage, bytes, quotaBytes)
        await warnWhenNearlyFull(tx, usage, bytes, quotaBytes, upload.createdAt)
        await tx.insert(files).values({
          ...upload,
          kind: 'upload',
          state: 'receiving',
          encryptedFor: 'site',
          offset: 0,
        })
        await audit(tx, accountId, 'file.upload-started', upload.id)
        await announceFile(tx, { ...upload, state: 'receiving' })
      })
    },

    /**
     * Adds a result, or does nothing when the job's epoch has one of this name. Returns the one that counts.
     * A result is never refused for the quota: the work is done, and the next upload is refused instead.
     */
    insertResult(result: NewResult, quotaBytes: number | undefined): Promise<FileRow> {
      const { accountId, size: bytes, createdAt } = result
      return db.transaction(async (tx) => {
        const [added] = await tx
          .insert(files)
          .values({
            ...result,
            kind: 'result',
            state: 'complete',
            offset: 0,
            completedAt: createdAt,
            verifiedAt: createdAt,
          })
          .onConflictDoNothing()
          .returning(columns)
        if (added !== undefined) {
          const usage = await addToUsage(tx, { accountId, bytes, files: 1 })
          await warnWhenNearlyFull(tx, usage, bytes, quotaBytes, createdAt)
          await audit(tx, null, 'file.result-stored', result.id)
          await announceFile(tx, added)
          return added
        }
        const [existing] = await tx.select(columns).from(files).where(resultOf(result))
        if (existing === undefined) throw new Error('a result was refused and no other is there')
        return existing
      })
    },

    async findResult(result: ResultName): Promise<FileRow | undefined> {
      const [row] = await db.select(columns).from(files).where(resultOf(result))
      return row
    },

    /** Also finds a file of the account that was deleted. */
    async findOwned(id: string, accountId: string): Promise<FileRow | undefined> {
      const [row] = await db.select(columns).from(files).where(owned(id, accountId))
      return row
    },

    findOwnedUploads(ids: readonly string[], accountId: string): Promise<FileRow[]> {
      return db
        .select(columns)
        .from(files)
        .where(
          and(
            inArray(files.id, [...ids]),
            eq(files.accountId, accountId),
            eq(files.kind, 'upload'),
            present,
          ),
        )
    },

    /** Keeps the account's complete uploads among these from being deleted until the transaction ends; answers how many there are. */
    async lockUploads(tx: Tx, ids: readonly string[], accountId: string): Promise<number> {
      const rows = await tx
        .select({ id: files.id })
        .from(files)
        .where(
          and(
            inArray(files.id, [...ids]),
            eq(files.accountId, accountId),
            eq(files.kind, 'upload'),
            eq(files.state, 'complete'),
          ),
        )
        .orderBy(asc(files.id))
        .for('share')
      return rows.length
    },

    /** Also finds an upload that was removed, which is told apart from one that never was. */
    async findUpload(id: string, accountId: string) {
      const [row] = await db
        .select(openable)
        .from(files)
        .where(and(owned(id, accountId), eq(files.kind, 'upload')))
      return row
    },

    /** For the node itself: whoever calls has to have checked whose file it is. */
    async findComplete(id: string): Promise<OpenableFile | undefined> {
      const [row] = await db
        .select(openable)
        .from(files)
        .where(and(eq(files.id, id), eq(files.state, 'complete')))
      return row && requireHeader(row)
    },

    /** Newest first, at most `limit`, after `after`. */
    listOwned(
      accountId: string,
      { kind, state }: FileFilter,
      limit: number,
      after: Cursor | undefined,
    ): Promise<FileRow[]> {
      const older =
        after &&
        sql`(${files.createdAt}, ${files.id}) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`
      return db
        .select(columns)
        .from(files)
        .where(
          and(
            eq(files.accountId, accountId),
            present,
            kind && eq(files.kind, kind),
            state && eq(files.state, state),
            older,
          ),
        )
        .orderBy(desc(files.createdAt), desc(files.id))
        .limit(limit)
    },

    async usageOf(accountId: string): Promise<{ usedBytes: number; files: number }> {
      const [row] = await findUsage.execute({ accountId })
      return row ?? { usedBytes: 0, files: 0 }
    },

    /** Acknowledges bytes of an upload, or does nothing if it is no longer at `from`. Returns whether it did. */
    async advance(id: string, from: number, to: number): Promise<boolean> {
      const moved = await db
        .update(files)
        .set({ offset: to })
        .where(receivingAt(id, from))
        .returning({ id: files.id })
      return moved.length > 0
    },

    /** Ends an upload, or does nothing if it is no longer at `from`. Returns whether it did. */
    complete(
      id: string,
      from: number,
      content: StoredContent,
      { at, expiresAt }: { readonly at: Date; readonly expiresAt: Date },
    ): Promise<boolean> {
      return db.transaction(async (tx) => {
        const [done] = await tx
          .update(files)
          .set({
            ...content,
            state: 'complete',
            offset: content.size,
            completedAt: at,
            verifiedAt: at,
            expiresAt,
          })
          .where(receivingAt(id, from))
          .returning(columns)
        if (done === undefined) return false
        await audit(tx, done.accountId, 'file.upload-completed', id)
        await announceFile(tx, done)
        return true
      })
    },

    /**
     * Counts bytes of a file that were sent. The transfer is a whole one, and counted, once as many bytes as
     * the file has were sent and its last was among them: ranges of one download count once, and pieces never do.
     */
    async countSent(
      id: string,
      { bytes, isEnd, at }: { readonly bytes: number; readonly isEnd: boolean; readonly at: Date },
    ): Promise<void> {
      const sent = sql`${files.sentBytes} + ${bytes}`
      const isEndSent = sql`(${files.isEndSent} or ${isEnd})`
      const isWhole = sql`(${sent} >= ${files.size} and ${isEndSent})`
      await db
        .update(files)
        .set({
          downloads: sql`${files.downloads} + ${isWhole}::int`,
          downloadedAt: sql`case when ${isWhole} then ${at.toISOString()}::timestamptz else ${files.downloadedAt} end`,
          sentBytes: sql`case when ${isWhole} then 0 else ${sent} end`,
          isEndSent: sql`${isEndSent} and not ${isWhole}`,
        })
        .where(and(eq(files.id, id), eq(files.state, 'complete')))
    },

    /** Those of the blobs that no file counts on, and that no tombstone has still to see destroyed. */
    async unusedOf(blobIds: readonly string[]): Promise<string[]> {
      const known = await db
        .select({ blobId: files.blobId })
        .from(files)
        .where(and(inArray(files.blobId, [...blobIds]), isNull(files.destroyedAt)))
      const inUse = new Set(known.map(({ blobId }) => blobId))
      return blobIds.filter((blobId) => !inUse.has(blobId))
    },
  }

  function resultOf({ jobId, jobEpoch, name }: ResultName) {
    return and(
      eq(files.kind, 'result'),
      eq(files.jobId, jobId),
      eq(files.jobEpoch, jobEpoch),
      eq(files.name, name),
      present,
    )
  }

  function receivingAt(id: string, offset: number) {
    return and(eq(files.id, id), eq(files.state, 'receiving'), eq(files.offset, offset))
  }
}

/** A file that is not deleted has its header: the table holds it. */
export function requireHeader<Row extends { header: Uint8Array | null }>(
  row: Row,
): Row & { header: Uint8Array } {
  const { header } = row
  if (header === null) throw new Error('a file without a header')
  return { ...row, header }
}

export function audit(
  tx: Tx,
  accountId: string | null,
  action: string,
  id: string,
  details: Readonly<Record<string, string | number | boolean | null>> = {},
): Promise<void> {
  const actor = accountId === null ? 'node' : (`account:${accountId}` as const)
  return recordAudit(tx, { actor, action, object: `file:${id}`, details })
}

/** Shows the owner's open pages what the file is now. */
export async function announceFile(
  tx: Tx,
  { id, accountId, state }: Pick<FileRow, 'id' | 'accountId' | 'state'>,
): Promise<void> {
  if (accountId === null) return
  await publish(tx, { topic: `account:${accountId}`, type: 'file', subject: id, data: { state } })
}
