import type { BlobStore } from './blob-store.ts'
import type { StoreIdentity } from './store-identity.ts'

/**
 * The store as everybody uses it: it throws `storage-unavailable` where it would otherwise say of another store that a blob
 * is not there, list what is another's, or write what would be hidden when the right store is back.
 */
export function createOwnStore(
  blobs: BlobStore,
  identity: Pick<StoreIdentity, 'require' | 'requireLately'>,
): BlobStore {
  return {
    ...blobs,

    async createPart(blobId) {
      await identity.requireLately()
      return blobs.createPart(blobId)
    },

    async openPart(blobId) {
      await identity.requireLately()
      return blobs.openPart(blobId)
    },

    async finishPart(blobId) {
      await identity.requireLately()
      return blobs.finishPart(blobId)
    },

    async write(blobId, content) {
      await identity.requireLately()
      return blobs.write(blobId, content)
    },

    async find(blobId) {
      const found = await blobs.find(blobId)
      if (found === undefined) await identity.require()
      return found
    },

    async has(blobId) {
      const isThere = await blobs.has(blobId)
      if (!isThere) await identity.require()
      return isThere
    },

    async remove(blobId) {
      await identity.requireLately()
      return blobs.remove(blobId)
    },

    async *list() {
      await identity.require()
      yield* blobs.list()
    },
  }
}
