import { DomainError } from '@crosspanel/protocol/problem'
import type { RefusalOptions } from '@crosspanel/protocol/refusals'
import type { Told } from '@crosspanel/protocol/told'

const RETRY_S = 30

/** Why the blob store is not used now. */
export interface StoreTrouble {
  readonly seen: string
  readonly told: Told
  readonly fix: string
  readonly refused: (options: RefusalOptions) => DomainError
}

/** How to put back a store that is not this node's, in the words of the settings. */
export const STORE_FIX =
  'mount the volume, or set `blob_store` and the `s3_` settings back (docs/operations.md, Files); the node goes on by itself'

/** What is answered while the store is another one, or lacks too much to be believed. */
export function unavailable({ seen, fix, refused }: StoreTrouble): DomainError {
  return refused({ errors: [{ pointer: '', detail: seen, fix }], retryAfterS: RETRY_S })
}

/** What is answered while the store does not answer. The cause is for the log. */
export function storeAway(cause: unknown): DomainError {
  return new DomainError('storage-unavailable', undefined, { cause, retryAfterS: RETRY_S })
}

export function isStoreAway(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'storage-unavailable'
}
