import { describe, expect, it } from 'vitest'
import { nodeCiphers } from '../../../node/src/files/crypt4gh-node.ts'
import { concatBytes, uint32Bytes } from './bytes.ts'
import { seal } from './ciphers.ts'
import { Crypt4ghError } from './error.ts'
import {
  createSessionKey,
  MAX_HEADER_BYTES,
  openHeader,
  publicKeyOf,
  readHeader,
  writeHeader,
} from './header.ts'

const PREAMBLE_BYTES = 16
const secretKey = nodeCiphers.randomBytes(32)
const publicKey = publicKeyOf(secretKey, nodeCiphers)
const sessionKey = createSessionKey(nodeCiphers)

/** One packet for `publicKey` with any content, which `writeHeader` would not write. */
function packetWith(content: Uint8Array): Uint8Array {
  const writerKey = nodeCiphers.randomBytes(32)
  const writer = publicKeyOf(writerKey, nodeCiphers)
  const shared = nodeCiphers.x25519(writerKey, publicKey)!
  const key = nodeCiphers.blake2b512(concatBytes(shared, publicKey, writer)).subarray(0, 32)
  const nonce = nodeCiphers.randomBytes(12)
  const body = concatBytes(uint32Bytes(0), writer, nonce, seal(nodeCiphers, key, nonce, content))
  return concatBytes(uint32Bytes(body.length + 4), body)
}

function headerOf(...packets: Uint8Array[]): Uint8Array {
  const magic = new TextEncoder().encode('crypt4gh')
  return concatBytes(magic, uint32Bytes(1), uint32Bytes(packets.length), ...packets)
}

function withUint32(bytes: Uint8Array, offset: number, value: number): Uint8Array {
  const changed = Uint8Array.from(bytes)
  changed.set(uint32Bytes(value), offset)
  return changed
}

function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof Crypt4ghError) return error.code
    throw error
  }
  return 'accepted'
}

const dataKey = (key: Uint8Array) => packetWith(concatBytes(uint32Bytes(0), uint32Bytes(0), key))
const editList = packetWith(concatBytes(uint32Bytes(1), uint32Bytes(0)))
const good = writeHeader(sessionKey, [publicKey], nodeCiphers)

describe('a Crypt4GH header', () => {
  it('gives its session key to the holder of the secret key', () => {
    const opened = openHeader(good, secretKey, nodeCiphers)

    expect(Buffer.from(opened).equals(sessionKey)).toBe(true)
    expect(good).toHaveLength(PREAMBLE_BYTES + 108)
  })

  it('has one packet for a recipient who is named twice', () => {
    const twice = writeHeader(sessionKey, [publicKey, Uint8Array.from(publicKey)], nodeCiphers)

    expect(twice).toHaveLength(good.length)
  })

  it.each([
    ['no recipient', [], 'no-recipient'],
    ['a key of another length', [new Uint8Array(31).fill(9)], 'key-invalid'],
    ['a public key of low order', [new Uint8Array(32)], 'key-invalid'],
  ])('is not written for %s', (_, recipients, code) => {
    expect(codeOf(() => writeHeader(sessionKey, recipients, nodeCiphers))).toBe(code)
  })

  it.each([
    ['another magic', Uint8Array.from(good).fill(0, 0, 1), 'not-crypt4gh'],
    ['plain gzip', Uint8Array.of(31, 139, 8, 0), 'not-crypt4gh'],
    ['nothing', new Uint8Array(0), 'not-crypt4gh'],
    ['version 2', withUint32(good, 8, 2), 'version-unsupported'],
    ['no packet', withUint32(good, 12, 0), 'header-malformed'],
    [
      'a packet count of four thousand million',
      withUint32(good, 12, 2 ** 32 - 1),
      'header-too-large',
    ],
    ['a packet shorter than its fields', withUint32(good, 16, 7), 'header-malformed'],
    ['a packet length over the cap', withUint32(good, 16, MAX_HEADER_BYTES), 'header-too-large'],
    ['a packet that ends later than the file', withUint32(good, 16, 109), 'truncated'],
    ['a packet for nobody we know', withUint32(good, 20, 1), 'no-packet-for-key'],
    ['a writer key of low order', Uint8Array.from(good).fill(0, 24, 56), 'no-packet-for-key'],
    ['a packet without room for a nonce', headerOf(uint32Bytes(8), uint32Bytes(0)), 'truncated'],
    ['a second data key', headerOf(dataKey(sessionKey), dataKey(secretKey)), 'extra-data-key'],
    [
      'the same data key twice',
      headerOf(dataKey(sessionKey), dataKey(sessionKey)),
      'extra-data-key',
    ],
    ['an edit list', headerOf(dataKey(sessionKey), editList), 'edit-list-unsupported'],
    ['an unknown packet', headerOf(packetWith(uint32Bytes(7))), 'packet-unsupported'],
    ['an empty packet', headerOf(packetWith(new Uint8Array(0))), 'header-malformed'],
    ['a short data key', headerOf(dataKey(new Uint8Array(16))), 'data-encryption-unsupported'],
    [
      'another data cipher',
      headerOf(packetWith(concatBytes(uint32Bytes(0), uint32Bytes(1), sessionKey))),
      'data-encryption-unsupported',
    ],
  ])('is refused with %s', (_, header, code) => {
    expect(codeOf(() => openHeader(header, secretKey, nodeCiphers))).toBe(code)
  })

  it('is read without asking for more than its cap, whatever its lengths claim', async () => {
    let askedBytes = 0
    const claims = withUint32(good, 16, 2 ** 32 - 1)
    const read = (length: number) => {
      const start = askedBytes
      askedBytes += length
      return Promise.resolve(claims.subarray(start, start + length))
    }

    await expect(readHeader(read)).rejects.toMatchObject({ code: 'header-too-large' })
    expect(askedBytes).toBe(PREAMBLE_BYTES + 4)
  })
})
