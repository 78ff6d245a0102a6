import type { Sha256 } from './ids.ts'
import { TRANSFER_CHUNK_BYTES, TransferFile } from './manifest.ts'

/** A running SHA-256: node:crypto's `createHash('sha256')` on a server, libsodium's in a browser. */
export interface RunningSha256 {
  update(bytes: Uint8Array): void
  /** Lower-case hexadecimal. Ends the computation. */
  digest(): Sha256
}

export interface TransferDigest {
  /** The next bytes of the ciphertext, in chunks of any size. */
  update(ciphertext: Uint8Array): void
  /** Sizes in bytes and digests of the ciphertext so far. Ends the computation. */
  finish(): Pick<TransferFile, 'size' | 'sha256' | 'chunkSize' | 'chunkSha256'>
}

/** Computes what a transfer manifest says of one encrypted file, in one pass and constant memory. */
export function createTransferDigest(createSha256: () => RunningSha256): TransferDigest {
  const whole = createSha256()
  const chunkSha256: Sha256[] = []
  let chunk = createSha256()
  let chunkBytes = 0
  let size = 0

  function endChunk(): void {
    chunkSha256.push(chunk.digest())
    chunk = createSha256()
    chunkBytes = 0
  }

  return {
    update(ciphertext) {
      whole.update(ciphertext)
      size += ciphertext.length
      let rest = ciphertext
      while (rest.length > 0) {
        const part = rest.subarray(0, TRANSFER_CHUNK_BYTES - chunkBytes)
        chunk.update(part)
        chunkBytes += part.length
        if (chunkBytes === TRANSFER_CHUNK_BYTES) endChunk()
        rest = rest.subarray(part.length)
      }
    },
    finish() {
      if (chunkBytes > 0) endChunk()
      return { size, sha256: whole.digest(), chunkSize: TRANSFER_CHUNK_BYTES, chunkSha256 }
    },
  }
}

/**
 * Passes a ciphertext on and reports its manifest entry when all of it has gone by.
 * `plain` is asked then, because the plaintext is counted upstream while the ciphertext is made.
 */
export async function* describeTransfer(
  ciphertext: AsyncIterable<Uint8Array>,
  createSha256: () => RunningSha256,
  plain: () => Pick<TransferFile, 'name' | 'plainSize' | 'plainSha256'>,
  onDescribed: (file: TransferFile) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const digest = createTransferDigest(createSha256)
  for await (const part of ciphertext) {
    digest.update(part)
    yield part
  }
  onDescribed(TransferFile.parse({ ...plain(), ...digest.finish() }))
}

/** Whether the ciphertext that was digested is the one that the manifest names: every byte, in that order, and no more. */
export function matchesManifest(
  file: TransferFile,
  received: ReturnType<TransferDigest['finish']>,
): boolean {
  return (
    received.size === file.size &&
    received.sha256 === file.sha256 &&
    received.chunkSha256.length === file.chunkSha256.length &&
    received.chunkSha256.every((digest, index) => digest === file.chunkSha256[index])
  )
}
