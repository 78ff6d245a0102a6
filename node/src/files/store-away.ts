import { DomainError } from '@crosspanel/protocol/problem'
import type { Told } from '@crosspanel/protocol/told'

const RETRY_S = 30

/** Why the blob store is not used now. */
export interface StoreTrouble {
  readonly seen: string
  readonly told: Told
  readonly fix: string
}

/** What is answered while the store is another one, or lacks too much to be believed. */
export function unavailable({ seen, fix }: StoreTrouble): DomainError {
  const why = 'The node neither writes there nor takes any file for lost.'
  return new DomainError(
    'storage-unavailable',
    `${seen.charAt(0).toUpperCase()}${seen.slice(1)}. ${why}`,
    {
      errors: [{ pointer: '', detail: seen, fix }],
      retryAfterS: RETRY_S,
    },
  )
}

/** What is answered while the store does not answer. The cause is for the log. */
export function storeAway(cause: unknown): DomainError {
  return new DomainError('storage-unavailable', undefined, { cause, retryAfterS: RETRY_S })
}

export function isStoreAway(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'storage-unavailable'
}
