import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nodeCiphers } from '../../../node/src/files/crypt4gh-node.ts'
import { concatBytes, equalBytes } from './bytes.ts'
import { Crypt4ghError } from './error.ts'
import { headerSizeOf, openHeader, publicKeyOf, reencryptHeader } from './header.ts'
import { decryptRange, sealedRangeOf } from './range.ts'
import { plainSizeOf, sealedSizeOf, SEGMENT_BYTES } from './segment.ts'
import { decrypt, encrypt } from './stream.ts'

const alice = nodeCiphers.randomBytes(32)
const bob = nodeCiphers.randomBytes(32)
const [alicePublic, bobPublic] = [alice, bob].map((key) => publicKeyOf(key, nodeCiphers)) as [
  Uint8Array,
  Uint8Array,
]

async function* chunksOf(bytes: Uint8Array, chunkBytes = 10_000): AsyncGenerator<Uint8Array> {
  await Promise.resolve()
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
}

async function gather(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source) chunks.push(chunk)
  return concatBytes(...chunks)
}

const sealed = (plaintext: Uint8Array, recipients = [alicePublic]) =>
  gather(encrypt(chunksOf(plaintext), recipients, nodeCiphers))
const opened = (file: Uint8Array, secretKey = alice) =>
  gather(decrypt(chunksOf(file), secretKey, nodeCiphers))

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return error instanceof Crypt4ghError ? error.code : `not refused: ${String(error)}`
}

/** Sizes around the segment borders, where mistakes are. */
const plaintexts = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -2, max: 2 }), fc.integer())
  .map(([segments, off, seed]) => {
    const size = Math.max(0, segments * SEGMENT_BYTES + off)
    return Uint8Array.from({ length: size }, (_, index) => (index * 31 + seed) & 0xff)
  })

describe('a Crypt4GH stream', () => {
  it('gives back any plaintext, however the chunks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        plaintexts,
        fc.integer({ min: 1, max: 200_000 }),
        fc.integer({ min: 997, max: 200_000 }),
        async (plaintext, inChunkBytes, outChunkBytes) => {
          const file = await gather(
            encrypt(chunksOf(plaintext, inChunkBytes), [alicePublic], nodeCiphers),
          )
          const back = await gather(decrypt(chunksOf(file, outChunkBytes), alice, nodeCiphers))

          expect(equalBytes(back, plaintext)).toBe(true)
          expect(file.length).toBe(headerSizeOf(file) + sealedSizeOf(plaintext.length))
          expect(plainSizeOf(file.length - headerSizeOf(file))).toBe(plaintext.length)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('refuses a file in which any one byte is another', async () => {
    const file = await sealed(Uint8Array.from({ length: SEGMENT_BYTES + 100 }, (_, i) => i & 0xff))
    const anywhere = fc.oneof(
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 0, max: file.length - 1 }),
    )

    await fc.assert(
      fc.asyncProperty(anywhere, fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const altered = Uint8Array.from(file)
        altered[at] = altered[at]! ^ change

        await expect(opened(altered)).rejects.toBeInstanceOf(Crypt4ghError)
      }),
      { numRuns: 300 },
    )
  })

  it('refuses a file that is cut anywhere but between two segments', async () => {
    const file = await sealed(new Uint8Array(1_000))
    const border = headerSizeOf(file)
    const cuts = Array.from({ length: file.length }, (_, size) => size).filter((s) => s !== border)

    const refused = await Promise.all(cuts.map((size) => refusal(opened(file.subarray(0, size)))))

    expect([...new Set(refused)].toSorted()).toEqual([
      'authentication-failed',
      'not-crypt4gh',
      'truncated',
    ])
  })

  it('opens for each recipient, and for nobody else', async () => {
    const plaintext = new TextEncoder().encode('chr20')
    const file = await sealed(plaintext, [alicePublic, bobPublic])

    const texts = await Promise.all([opened(file, alice), opened(file, bob)])

    expect(texts.map((text) => new TextDecoder().decode(text))).toEqual(['chr20', 'chr20'])
    expect(await refusal(opened(file, nodeCiphers.randomBytes(32)))).toBe('no-packet-for-key')
  })

  it('closes its source when the reader stops early', async () => {
    let closed = false
    async function* source() {
      try {
        for (;;) yield await Promise.resolve(new Uint8Array(SEGMENT_BYTES))
      } finally {
        closed = true
      }
    }

    for await (const chunk of encrypt(source(), [alicePublic], nodeCiphers)) {
      if (chunk.length > SEGMENT_BYTES) break
    }

    expect(closed).toBe(true)
  })
})

describe('a re-encrypted header', () => {
  it('gives the same data to the new recipient and not to the old one', async () => {
    const plaintext = nodeCiphers.randomBytes(70_000)
    const file = await sealed(plaintext)
    const header = reencryptHeader(file, alice, [bobPublic], nodeCiphers)
    const passedOn = concatBytes(header, file.subarray(headerSizeOf(file)))

    const back = await opened(passedOn, bob)

    expect(equalBytes(back, plaintext)).toBe(true)
    expect(await refusal(opened(passedOn, alice))).toBe('no-packet-for-key')
  })
})

describe('a range of a Crypt4GH file', () => {
  it('is the slice of the plaintext, from no more segments than hold it', async () => {
    const plaintext = nodeCiphers.randomBytes(3 * SEGMENT_BYTES + 17)
    const file = await sealed(plaintext)
    const sizes = { headerBytes: headerSizeOf(file), fileBytes: file.length }
    const sessionKey = openHeader(file, alice, nodeCiphers)
    const offset = fc.oneof(
      fc.integer({ min: 0, max: plaintext.length }),
      fc.constantFrom(0, SEGMENT_BYTES - 1, SEGMENT_BYTES, SEGMENT_BYTES + 1, plaintext.length),
    )

    await fc.assert(
      fc.asyncProperty(offset, offset, async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)]
        const range = sealedRangeOf({ start, end }, sizes)
        const part = file.subarray(range.file.start, range.file.end)

        const slice = await gather(decryptRange(chunksOf(part), range, sessionKey, nodeCiphers))

        expect(equalBytes(slice, plaintext.subarray(start, end))).toBe(true)
        expect(part.length).toBeLessThanOrEqual(sealedSizeOf(end - start + 2 * SEGMENT_BYTES))
      }),
      { numRuns: 100 },
    )
  })

  it('is refused when the file ends before it', async () => {
    const file = await sealed(new Uint8Array(2 * SEGMENT_BYTES))
    const sizes = { headerBytes: headerSizeOf(file), fileBytes: file.length }
    const sessionKey = openHeader(file, alice, nodeCiphers)
    const range = sealedRangeOf({ start: 0, end: 2 * SEGMENT_BYTES }, sizes)
    const half = file.subarray(range.file.start, range.file.start + SEGMENT_BYTES + 28)

    const refused = refusal(gather(decryptRange(chunksOf(half), range, sessionKey, nodeCiphers)))

    expect(await refused).toBe('truncated')
  })

  it.each([
    { start: -1, end: 5 },
    { start: 6, end: 5 },
    { start: 0, end: 101 },
    { start: 0.5, end: 5 },
  ])('is refused when it is not within the file: %o', async (range) => {
    const file = await sealed(new Uint8Array(100))
    const sizes = { headerBytes: headerSizeOf(file), fileBytes: file.length }

    expect(() => sealedRangeOf(range, sizes)).toThrow('not within the file')
  })
})
