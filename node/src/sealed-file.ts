import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { Crypt4ghError } from '@crosspanel/protocol/crypt4gh/error'
import { decrypt, encrypt } from '@crosspanel/protocol/crypt4gh/stream'
import type { TransferFile } from '@crosspanel/protocol/manifest'
import { describeTransfer, type RunningSha256 } from '@crosspanel/protocol/manifest-hash'
import { nodeCiphers } from './files/crypt4gh-node.ts'

const READ_BYTES = 1024 * 1024

export function runningSha256(): RunningSha256 {
  const hash = createHash('sha256')
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') }
}

/**
 * Encrypts a file (Crypt4GH) for raw X25519 public keys and answers its manifest entry. When this
 * resolves, the ciphertext is on the disk and not only in its cache.
 */
export async function sealFile(
  request: {
    readonly from: string
    readonly to: string
    readonly name: string
    readonly recipients: readonly Uint8Array[]
  },
  signal?: AbortSignal,
): Promise<TransferFile> {
  const plainHash = runningSha256()
  let plainSize = 0
  let described: TransferFile | undefined

  async function* plaintext(): AsyncGenerator<Uint8Array> {
    for await (const part of readFileParts(request.from)) {
      plainHash.update(part)
      plainSize += part.length
      yield part
    }
  }

  const sealed = describeTransfer(
    encrypt(plaintext(), request.recipients, nodeCiphers),
    runningSha256,
    () => ({ name: request.name, plainSize, plainSha256: plainHash.digest() }),
    (file) => (described = file),
  )
  await writeParts(sealed, request.to, signal)
  if (described === undefined) throw new Error('the ciphertext ended before its description')
  return described
}

/**
 * Decrypts a transferred file into `to`. False when it does not open with the key or its plaintext is
 * not the one that the manifest names; what was written is then of no use.
 */
export async function openSealedFile(
  request: {
    readonly from: string
    readonly to: string
    readonly file: TransferFile
    readonly secretKey: Uint8Array
  },
  signal?: AbortSignal,
): Promise<boolean> {
  const hash = runningSha256()
  let size = 0

  async function* plaintext(): AsyncGenerator<Uint8Array> {
    const source = readFileParts(request.from)
    for await (const part of decrypt(source, request.secretKey, nodeCiphers)) {
      hash.update(part)
      size += part.length
      yield part
    }
  }

  try {
    await writeParts(plaintext(), request.to, signal)
  } catch (error) {
    // The sender's fault, which another attempt does not mend.
    if (error instanceof Crypt4ghError) return false
    throw error
  }
  return size === request.file.plainSize && hash.digest() === request.file.plainSha256
}

/** The file is opened when the first part is asked for. */
export async function* readFileParts(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: READ_BYTES })
}

async function writeParts(
  source: AsyncIterable<Uint8Array>,
  path: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const file = createWriteStream(path, { flush: true, mode: 0o600 })
  await pipeline(source, file, signal === undefined ? {} : { signal })
}
