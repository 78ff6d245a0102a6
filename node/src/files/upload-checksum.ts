import { createHash } from 'node:crypto'
import { DomainError } from '@crosspanel/protocol/problem'
import type { BodyCheck } from './upload-receiver.ts'

/** What the tus extension `checksum` may be used with. */
export const CHECKSUM_ALGORITHM = 'sha256'

/**
 * The check that a tus `Upload-Checksum` header asks for (algorithm, space, base64), or undefined
 * without one. Throws `invalid-request` for another algorithm or a digest of another length.
 */
export function bodyCheckOf(header: string | null): BodyCheck | undefined {
  if (header === null) return undefined
  const [algorithm, base64 = ''] = header.split(' ')
  const expected = Buffer.from(base64, 'base64')
  if (algorithm !== CHECKSUM_ALGORITHM || expected.length !== 32) {
    throw new DomainError('invalid-request', 'Upload-Checksum is not `sha256` and its base64')
  }
  const hash = createHash('sha256')
  return {
    update: (bytes) => void hash.update(bytes),
    isGood: () => hash.digest().equals(expected),
  }
}
