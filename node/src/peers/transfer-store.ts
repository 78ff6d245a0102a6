import type { SiteId } from '@crosspanel/protocol/ids'
import type { TransferFile } from '@crosspanel/protocol/manifest'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import { peerBlobs, peerUploads } from './schema.ts'

export type UploadRow = typeof peerUploads.$inferSelect
export type BlobRow = typeof peerBlobs.$inferSelect
interface NewTransfer {
  readonly id: string
  readonly site: SiteId
  readonly runId: string
  readonly file: TransferFile
  readonly path: string
}
export type TransferStore = ReturnType<typeof createTransferStore>

/** Whose transfer it is stands in every `where`: that of another site is not there. */
export function createTransferStore(db: Db) {
  return {
    async insertUpload(tx: Tx, { id, site, runId, file, path }: NewTransfer): Promise<void> {
      await tx.insert(peerUploads).values({ id, fromSite: site, runId, file, path })
    },

    async insertBlob(tx: Tx, { id, site, runId, file, path }: NewTransfer): Promise<void> {
      await tx.insert(peerBlobs).values({ id, toSite: site, runId, file, path })
    },

    async removeOfRun(tx: Tx, runId: string): Promise<void> {
      await tx.delete(peerUploads).where(eq(peerUploads.runId, runId))
      await tx.delete(peerBlobs).where(eq(peerBlobs.runId, runId))
    },

    async findUpload(id: string, fromSite: SiteId): Promise<UploadRow | undefined> {
      const [row] = await db
        .select()
        .from(peerUploads)
        .where(and(eq(peerUploads.id, id), eq(peerUploads.fromSite, fromSite)))
      return row
    },

    async findBlob(id: string, toSite: SiteId): Promise<BlobRow | undefined> {
      const [row] = await db
        .select()
        .from(peerBlobs)
        .where(and(eq(peerBlobs.id, id), eq(peerBlobs.toSite, toSite)))
      return row
    },

    /** Counts the chunk after `chunksDone`, unless another request was first or the upload is gone. */
    async countChunk({ id, chunksDone }: UploadRow): Promise<UploadRow | undefined> {
      const [row] = await db
        .update(peerUploads)
        .set({ chunksDone: chunksDone + 1 })
        .where(and(eq(peerUploads.id, id), eq(peerUploads.chunksDone, chunksDone)))
        .returning()
      return row
    },

    /** What is on disk from this chunk on is not what was verified: it has to be sent again. */
    async goBack({ id }: UploadRow, chunksDone: number): Promise<void> {
      await db
        .update(peerUploads)
        .set({ chunksDone })
        .where(and(eq(peerUploads.id, id), isNull(peerUploads.verifiedAt)))
    },

    async markVerified(tx: Tx, { id }: UploadRow): Promise<void> {
      await tx
        .update(peerUploads)
        .set({ verifiedAt: sql`now()` })
        .where(and(eq(peerUploads.id, id), isNull(peerUploads.verifiedAt)))
    },
  }
}
