import { and, desc, eq, inArray, isNull, lte, ne, sql } from 'drizzle-orm'
import type { Cursor } from '../cursor.ts'
import type { Db, Tx } from '../db.ts'
import { recordAudit } from '../monitoring/audit.ts'
import { files } from './schema.ts'
import type { StoredContent } from './sealed-blobs.ts'

export type FileRow = typeof files.$inferSelect

export type NewUpload = Required<
  Pick<FileRow, 'id' | 'blobId' | 'name' | 'createdAt'> & {
    accountId: string
    declaredSize: number
    expiresAt: Date
  }
>
export type NewResult = StoredContent &
  Pick<FileRow, 'id' | 'blobId' | 'name' | 'accountId' | 'encryptedFor' | 'createdAt'> & {
    jobId: string
    jobEpoch: number
  }

type ResultName = Pick<NewResult, 'jobId' | 'jobEpoch' | 'name'>

export type FileStore = ReturnType<typeof createFileStore>

/** Rows of files. Ownership is part of every query made for an account; deleted files are not found. */
export function createFileStore(db: Db) {
  const present = ne(files.state, 'deleted')
  const owned = (id: string, accountId: string) =>
    and(eq(files.id, id), eq(files.accountId, accountId))

  return {
    async insertUpload(upload: NewUpload): Promise<void> {
      await db.transaction(async (tx) => {
        await tx.insert(files).values({
          ...upload,
          kind: 'upload',
          state: 'receiving',
          encryptedFor: 'site',
          offset: 0,
        })
        await audit(tx, upload.accountId, 'file.upload-started', upload.id)
      })
    },

    /** Adds a result, or does nothing when the job's epoch has one of this name. Returns the one that counts. */
    insertResult(result: NewResult): Promise<FileRow> {
      return db.transaction(async (tx) => {
        const [added] = await tx
          .insert(files)
          .values({
            ...result,
            kind: 'result',
            state: 'complete',
            offset: 0,
            completedAt: result.createdAt,
          })
          .onConflictDoNothing()
          .returning()
        if (added !== undefined) {
          await audit(tx, null, 'file.result-stored', result.id)
          return added
        }
        const [existing] = await tx.select().from(files).where(resultOf(result))
        if (existing === undefined) throw new Error('a result was refused and no other is there')
        return existing
      })
    },

    async findResult(result: ResultName): Promise<FileRow | undefined> {
      const [row] = await db.select().from(files).where(resultOf(result))
      return row
    },

    async findOwned(id: string, accountId: string): Promise<FileRow | undefined> {
      const [row] = await db
        .select()
        .from(files)
        .where(and(owned(id, accountId), present))
      return row
    },

    findOwnedUploads(ids: readonly string[], accountId: string): Promise<FileRow[]> {
      return db
        .select()
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

    /** Also finds an upload that was removed, which is told apart from one that never was. */
    async findUpload(id: string, accountId: string): Promise<FileRow | undefined> {
      const [row] = await db
        .select()
        .from(files)
        .where(and(owned(id, accountId), eq(files.kind, 'upload')))
      return row
    },

    /** For the node itself: whoever calls has to have checked whose file it is. */
    async findComplete(id: string): Promise<FileRow | undefined> {
      const [row] = await db
        .select()
        .from(files)
        .where(and(eq(files.id, id), eq(files.state, 'complete')))
      return row
    },

    /** Newest first, at most `limit`, after `after`. */
    listOwned(accountId: string, limit: number, after: Cursor | undefined): Promise<FileRow[]> {
      const older =
        after &&
        sql`(${files.createdAt}, ${files.id}) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`
      return db
        .select()
        .from(files)
        .where(and(eq(files.accountId, accountId), present, older))
        .orderBy(desc(files.createdAt), desc(files.id))
        .limit(limit)
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
    complete(id: string, from: number, content: StoredContent, at: Date): Promise<boolean> {
      return db.transaction(async (tx) => {
        const [done] = await tx
          .update(files)
          .set({
            ...content,
            state: 'complete',
            offset: content.size,
            completedAt: at,
            expiresAt: null,
          })
          .where(receivingAt(id, from))
          .returning({ accountId: files.accountId })
        if (done === undefined) return false
        await audit(tx, done.accountId, 'file.upload-completed', id)
        return true
      })
    },

    /** Deletes the account's file and returns its blob, or undefined if it has no such file. */
    remove(id: string, accountId: string, at: Date): Promise<string | undefined> {
      return db.transaction(async (tx) => {
        const [removed] = await tx
          .update(files)
          .set({ state: 'deleted', deletedAt: at, name: '' })
          .where(and(owned(id, accountId), present))
          .returning({ blobId: files.blobId })
        if (removed !== undefined) await audit(tx, accountId, 'file.deleted', id)
        return removed?.blobId
      })
    },

    /** Deletes the results that the job made up to an epoch and returns their blobs. */
    removeResults(jobId: string, upToEpoch: number, at: Date): Promise<string[]> {
      return db.transaction(async (tx) => {
        const removed = await tx
          .update(files)
          .set({ state: 'deleted', deletedAt: at, name: '' })
          .where(
            and(
              eq(files.kind, 'result'),
              eq(files.jobId, jobId),
              lte(files.jobEpoch, upToEpoch),
              present,
            ),
          )
          .returning({ id: files.id, blobId: files.blobId })
        for (const { id } of removed) await audit(tx, null, 'file.deleted', id)
        return removed.map(({ blobId }) => blobId)
      })
    },

    /** Deletes uploads that were not complete in time and returns their blobs. */
    removeExpired(at: Date): Promise<string[]> {
      return db.transaction(async (tx) => {
        const removed = await tx
          .update(files)
          .set({ state: 'deleted', deletedAt: at, name: '' })
          .where(and(eq(files.state, 'receiving'), lte(files.expiresAt, at)))
          .returning({ id: files.id, blobId: files.blobId })
        for (const { id } of removed) await audit(tx, null, 'file.upload-expired', id)
        return removed.map(({ blobId }) => blobId)
      })
    },

    /** Those of the blobs that no file counts on. */
    async unusedOf(blobIds: readonly string[]): Promise<string[]> {
      const used = await db
        .select({ blobId: files.blobId })
        .from(files)
        .where(and(inArray(files.blobId, [...blobIds]), isNull(files.deletedAt)))
      const inUse = new Set(used.map(({ blobId }) => blobId))
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

function audit(tx: Tx, accountId: string | null, action: string, id: string): Promise<void> {
  const actor = accountId === null ? 'node' : (`account:${accountId}` as const)
  return recordAudit(tx, { actor, action, object: `file:${id}` })
}
