import type { Crypt4ghCiphers } from '@crosspanel/protocol/crypt4gh/ciphers'
import { Crypt4ghError } from '@crosspanel/protocol/crypt4gh/error'
import { decrypt } from '@crosspanel/protocol/crypt4gh/stream'
import type { ResultFile } from '@crosspanel/protocol/job'
import type { RunningSha256 } from '@crosspanel/protocol/manifest-hash'
import { DomainError } from '@crosspanel/protocol/problem'
import { concatBytes } from '@crosspanel/protocol/vcf/bytes'
import type { Compression } from '@crosspanel/protocol/vcf/compression'
import { relabelVcf } from '@crosspanel/protocol/vcf/relabel'
import { shiftIndex } from '@crosspanel/protocol/vcf/shift-index'
import type { HeaderShift } from '@crosspanel/protocol/vcf/virtual-offset'

/** Why a result file could not be opened and saved. */
export type ResultFault =
  | 'connection-lost'
  | 'refused'
  | 'damaged'
  | 'other-key'
  | 'other-samples'
  | 'needs-its-data'
  | 'not-saved'

export class ResultError extends Error {
  override readonly name = 'ResultError'
  readonly fault: ResultFault

  constructor(fault: ResultFault, options?: ErrorOptions) {
    super(fault, options)
    this.fault = fault
  }
}

export interface OpenPorts {
  readonly ciphers: Crypt4ghCiphers
  readonly compression: Compression
  readonly createSha256: () => RunningSha256
}

export interface OpenOptions {
  readonly file: ResultFile
  /** Raw X25519 key; only for files that are encrypted for the researcher. */
  readonly secretKey: Uint8Array | undefined
  /** The researcher's own sample ids, in the order of the job-local ones. */
  readonly sampleIds: readonly string[]
  /** How the headers of the VCF files grew that were opened before, by name; indexes need it. */
  readonly shifts: Map<string, HeaderShift>
}

const INDEX = /\.(tbi|csi)$/
const VARIANTS = /\.vcf\.gz$/

/**
 * What a result file holds for its researcher: bytes checked against the signed digest, opened with the
 * key, with the samples' own ids. The digest is known to be right at the end only: what was given
 * out before must not be kept when this throws. Throws `ResultError`.
 */
export async function* openResult(
  source: AsyncIterable<Uint8Array>,
  { file, secretKey, sampleIds, shifts }: OpenOptions,
  ports: OpenPorts,
): AsyncGenerator<Uint8Array> {
  try {
    const checked = check(source, file, ports.createSha256())
    if (file.encryptedFor === 'site') yield* checked
    else if (secretKey === undefined) throw new ResultError('other-key')
    else {
      const plain = decrypt(checked, secretKey, ports.ciphers)
      yield* withOwnIds(plain, { file, sampleIds, shifts }, ports.compression)
    }
  } catch (error) {
    throw asResultError(error)
  }
}

/** Passes bytes on and refuses the end of what is not the announced file. */
async function* check(
  source: AsyncIterable<Uint8Array>,
  { size, sha256 }: ResultFile,
  hash: RunningSha256,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const part of source) {
    hash.update(part)
    bytes += part.length
    if (bytes > size) throw new ResultError('damaged')
    yield part
  }
  if (bytes !== size || hash.digest() !== sha256) throw new ResultError('damaged')
}

/** The host saw job-local ids only; a site's own files have had theirs put back by the site. */
async function* withOwnIds(
  plain: AsyncGenerator<Uint8Array>,
  { file, sampleIds, shifts }: Omit<OpenOptions, 'secretKey'>,
  compression: Compression,
): AsyncGenerator<Uint8Array> {
  if (VARIANTS.test(file.name)) {
    const onShift = (shift: HeaderShift) => shifts.set(file.name, shift)
    yield* relabelVcf(plain, { sampleIds, compression, onShift })
    return
  }
  const data = dataOf(file)
  if (data === undefined) {
    yield* plain
    return
  }
  // As it came, it would lead to other places than the records' own.
  const shift = shifts.get(data)
  if (shift === undefined) throw new ResultError('needs-its-data')
  const parts: Uint8Array[] = []
  for await (const part of plain) parts.push(part)
  yield shiftIndex(concatBytes(parts), shift, compression)
}

/** The name of the VCF that the file is the index of. */
export function dataOf({ name }: Pick<ResultFile, 'name'>): string | undefined {
  const data = INDEX.test(name) ? name.replace(INDEX, '') : ''
  return VARIANTS.test(data) ? data : undefined
}

function asResultError(error: unknown): ResultError {
  if (error instanceof ResultError) return error
  if (error instanceof Crypt4ghError) {
    const isOther = error.code === 'no-packet-for-key' || error.code === 'key-invalid'
    return new ResultError(isOther ? 'other-key' : 'damaged', { cause: error })
  }
  if (error instanceof DomainError) return new ResultError('other-samples', { cause: error })
  return new ResultError('connection-lost', { cause: error })
}

/** Indexes after the files that they are of. */
export function inOpeningOrder(files: readonly ResultFile[]): ResultFile[] {
  return files.toSorted((a, b) => Number(INDEX.test(a.name)) - Number(INDEX.test(b.name)))
}
