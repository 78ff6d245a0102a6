import { fetchFile } from './fetch-file.ts'
import type { PeerClient } from './peer-client.ts'
import type { Transfers } from './ports.ts'
import { pushFile } from './push-file.ts'
import type { TransferStore } from './transfer-store.ts'

export interface TransfersDeps {
  readonly store: TransferStore
  readonly client: PeerClient
  readonly chunkTimeoutMs: number
  readonly newId: () => string
}

export function createTransfers({
  store,
  client,
  chunkTimeoutMs,
  newId,
}: TransfersDeps): Transfers {
  const link = { client, timeoutMs: chunkTimeoutMs }
  return {
    async expectUpload(tx, { from, runId, file, path }) {
      const id = newId()
      await store.insertUpload(tx, { id, site: from, runId, file, path })
      return id
    },
    async offerBlob(tx, { to, runId, file, path }) {
      const id = newId()
      await store.insertBlob(tx, { id, site: to, runId, file, path })
      return id
    },
    close: (tx, runId) => store.removeOfRun(tx, runId),
    push: (to, uploadId, file, path, signal) =>
      pushFile(link, { to, uploadId, file, path, signal }),
    fetch: (from, blobId, file, path, signal) =>
      fetchFile(link, { from, blobId, file, path, signal }),
  }
}
