import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTransferDigest, describeTransfer, matchesManifest } from './manifest-hash.ts'
import { TRANSFER_CHUNK_BYTES, TransferFile } from './manifest.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function createSha256() {
  const hash = createHash('sha256')
  return {
    update: (bytes: Uint8Array) => void hash.update(bytes),
    digest: () => hash.digest('hex'),
  }
}

function digestOf(bytes: Uint8Array, stepBytes = 1_000_003) {
  const digest = createTransferDigest(createSha256)
  for (let at = 0; at < bytes.length; at += stepBytes) {
    digest.update(bytes.subarray(at, at + stepBytes))
  }
  return digest.finish()
}

const sample = Uint8Array.from(
  { length: 2 * TRANSFER_CHUNK_BYTES + 5 },
  (_, i) => (i * 7 + (i >> 20)) & 0xff,
)

describe('the digest of a transfer', () => {
  it.each([0, 1, TRANSFER_CHUNK_BYTES - 1, TRANSFER_CHUNK_BYTES, TRANSFER_CHUNK_BYTES + 1])(
    'names the whole and each chunk of %i bytes',
    (size) => {
      const bytes = sample.subarray(0, size)
      const chunks = Array.from({ length: Math.ceil(size / TRANSFER_CHUNK_BYTES) }, (_, index) =>
        bytes.subarray(index * TRANSFER_CHUNK_BYTES, (index + 1) * TRANSFER_CHUNK_BYTES),
      )

      expect(digestOf(bytes)).toEqual({
        size,
        sha256: sha256(bytes),
        chunkSize: TRANSFER_CHUNK_BYTES,
        chunkSha256: chunks.map(sha256),
      })
    },
  )

  it('does not depend on how the bytes arrive', () => {
    const expected = digestOf(sample, sample.length)

    fc.assert(
      fc.property(fc.integer({ min: 50_000, max: 3 * TRANSFER_CHUNK_BYTES }), (stepBytes) => {
        expect(digestOf(sample, stepBytes)).toEqual(expected)
      }),
      { numRuns: 8 },
    )
  })

  it('tells a file that was cut, extended, altered or re-ordered from the one in the manifest', () => {
    const plain = { name: 'chr20.vcf.gz.c4gh', plainSize: 1, plainSha256: '0'.repeat(64) }
    const file = TransferFile.parse({ ...plain, ...digestOf(sample) })
    const altered = Uint8Array.from(sample)
    altered[TRANSFER_CHUNK_BYTES] = 99
    const reordered = Uint8Array.from(sample)
    reordered.set(sample.subarray(0, TRANSFER_CHUNK_BYTES), TRANSFER_CHUNK_BYTES)
    reordered.set(sample.subarray(TRANSFER_CHUNK_BYTES, 2 * TRANSFER_CHUNK_BYTES), 0)
    const others = [
      sample.subarray(0, -1),
      sample.subarray(0, TRANSFER_CHUNK_BYTES),
      Buffer.concat([sample, Uint8Array.of(0)]),
      altered,
      reordered,
    ]

    expect(matchesManifest(file, digestOf(sample))).toBe(true)
    expect(others.map((other) => matchesManifest(file, digestOf(other)))).toEqual([
      false,
      false,
      false,
      false,
      false,
    ])
  })
})

describe('a transfer that is described while it passes', () => {
  it('gives out the same bytes and then a valid manifest entry', async () => {
    const entries: TransferFile[] = []
    const plain = () => ({ name: 'a.c4gh', plainSize: 3, plainSha256: 'f'.repeat(64) })
    const source = new Blob([sample]).stream()

    const passed: Uint8Array[] = []
    const stream = describeTransfer(source, createSha256, plain, (file) => entries.push(file))
    for await (const part of stream) passed.push(part)

    expect(Buffer.concat(passed).equals(sample)).toBe(true)
    expect(entries).toEqual([{ ...plain(), ...digestOf(sample) }])
  })
})
