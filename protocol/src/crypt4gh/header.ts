import { concatBytes, equalBytes, readUint32, uint32Bytes } from './bytes.ts'
import { type Crypt4ghCiphers, KEY_BYTES, NONCE_BYTES, seal } from './ciphers.ts'
import { Crypt4ghError } from './error.ts'

/** A larger header is refused before it is read: its length fields come from whoever sent the file. */
export const MAX_HEADER_BYTES = 1024 * 1024

const MAGIC = new TextEncoder().encode('crypt4gh')
const VERSION = 1
/** Magic, version, number of packets. */
const PREAMBLE_BYTES = 16
/** Length and encryption method, before what the method defines. */
const PACKET_PREFIX_BYTES = 8
const X25519_CHACHA20_POLY1305 = 0
const DATA_KEY_PACKET = 0
const EDIT_LIST_PACKET = 1
const CHACHA20_POLY1305 = 0
const BASE_POINT = new Uint8Array(KEY_BYTES).fill(9, 0, 1)

/** The public half of a raw X25519 secret key. */
export function publicKeyOf(secretKey: Uint8Array, ciphers: Crypt4ghCiphers): Uint8Array {
  return sharedSecret(secretKey, BASE_POINT, ciphers)
}

/** A fresh key for the data of one file. */
export function createSessionKey(ciphers: Crypt4ghCiphers): Uint8Array {
  return ciphers.randomBytes(KEY_BYTES)
}

/**
 * A header that gives `sessionKey` to each recipient (raw X25519 public keys), with one packet each
 * and a writer key that is used once. A key named twice gets one packet.
 */
export function writeHeader(
  sessionKey: Uint8Array,
  recipients: readonly Uint8Array[],
  ciphers: Crypt4ghCiphers,
): Uint8Array {
  const distinct = recipients.filter(
    (key, index) => recipients.findIndex((other) => equalBytes(other, key)) === index,
  )
  if (distinct.length === 0) throw new Crypt4ghError('no-recipient', 'there is no recipient')
  const writerKey = ciphers.randomBytes(KEY_BYTES)
  const writer = publicKeyOf(writerKey, ciphers)
  const content = concatBytes(
    uint32Bytes(DATA_KEY_PACKET),
    uint32Bytes(CHACHA20_POLY1305),
    sessionKey,
  )
  const packets = distinct.map((reader) => {
    const key = packetKey(sharedSecret(writerKey, reader, ciphers), reader, writer, ciphers)
    const nonce = ciphers.randomBytes(NONCE_BYTES)
    const sealed = seal(ciphers, key, nonce, content)
    const body = concatBytes(uint32Bytes(X25519_CHACHA20_POLY1305), writer, nonce, sealed)
    return concatBytes(uint32Bytes(body.length + 4), body)
  })
  const header = concatBytes(MAGIC, uint32Bytes(VERSION), uint32Bytes(packets.length), ...packets)
  if (header.length > MAX_HEADER_BYTES) {
    throw new Crypt4ghError('header-too-large', 'there are too many recipients')
  }
  return header
}

/**
 * The session key of the file, for the holder of `secretKey`. `header` is the whole header and may be
 * followed by data. Refuses a second data key for the same reader, because that lets a relay
 * append data of its own that would open with the rest, and edit lists, because they hide data.
 */
export function openHeader(
  header: Uint8Array,
  secretKey: Uint8Array,
  ciphers: Crypt4ghCiphers,
): Uint8Array {
  const reader = publicKeyOf(secretKey, ciphers)
  const contents = packetsOf(header)
    .map((packet) => openPacket(packet, secretKey, reader, ciphers))
    .filter((content) => content !== undefined)
  if (contents.length === 0) {
    throw new Crypt4ghError('no-packet-for-key', 'the file is not encrypted for this key')
  }
  const [sessionKey, ...more] = contents.map(sessionKeyIn)
  if (sessionKey === undefined || more.length > 0) {
    throw new Crypt4ghError('extra-data-key', 'the header has more than one data key')
  }
  return sessionKey
}

/** The same file for other recipients: a new header for the same session key. The data stays as it is. */
export function reencryptHeader(
  header: Uint8Array,
  secretKey: Uint8Array,
  recipients: readonly Uint8Array[],
  ciphers: Crypt4ghCiphers,
): Uint8Array {
  return writeHeader(openHeader(header, secretKey, ciphers), recipients, ciphers)
}

/**
 * Reads a header piece by piece; `read` gives exactly so many bytes, or fewer where the file ends.
 * Checks everything that can be checked without a key.
 */
export async function readHeader(
  read: (length: number) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const preamble = await read(PREAMBLE_BYTES)
  const packetCount = checkPreamble(preamble)
  const parts = [preamble]
  let size = PREAMBLE_BYTES
  for (let index = 0; index < packetCount; index += 1) {
    const length = await read(4)
    const body = await read(checkPacketLength(length, size) - 4)
    parts.push(length, body)
    size += length.length + body.length
    if (body.length !== readUint32(length, 0) - 4) throw truncatedHeader()
  }
  return concatBytes(...parts)
}

/** Bytes of the header that `file` starts with. Throws `truncated` if not all of it is there. */
export function headerSizeOf(file: Uint8Array): number {
  return packetsOf(file).reduce((size, packet) => size + 4 + packet.length, PREAMBLE_BYTES)
}

function packetsOf(header: Uint8Array): Uint8Array[] {
  const packetCount = checkPreamble(header)
  const packets: Uint8Array[] = []
  let offset = PREAMBLE_BYTES
  for (let index = 0; index < packetCount; index += 1) {
    const length = checkPacketLength(header.subarray(offset, offset + 4), offset)
    if (offset + length > header.length) throw truncatedHeader()
    packets.push(header.subarray(offset + 4, offset + length))
    offset += length
  }
  return packets
}

function checkPreamble(preamble: Uint8Array): number {
  const magic = preamble.subarray(0, MAGIC.length)
  if (!equalBytes(magic, MAGIC))
    throw new Crypt4ghError('not-crypt4gh', 'this is not a Crypt4GH file')
  if (preamble.length < PREAMBLE_BYTES) throw truncatedHeader()
  if (readUint32(preamble, MAGIC.length) !== VERSION) {
    throw new Crypt4ghError('version-unsupported', 'this is not version 1 of Crypt4GH')
  }
  const packetCount = readUint32(preamble, MAGIC.length + 4)
  if (packetCount === 0) throw new Crypt4ghError('header-malformed', 'the header has no packet')
  if (PREAMBLE_BYTES + packetCount * PACKET_PREFIX_BYTES > MAX_HEADER_BYTES) throw headerTooLarge()
  return packetCount
}

function checkPacketLength(length: Uint8Array, headerBytesBefore: number): number {
  if (length.length < 4) throw truncatedHeader()
  const bytes = readUint32(length, 0)
  if (bytes < PACKET_PREFIX_BYTES) {
    throw new Crypt4ghError('header-malformed', 'a header packet is shorter than its own fields')
  }
  if (headerBytesBefore + bytes > MAX_HEADER_BYTES) throw headerTooLarge()
  return bytes
}

/** The packet's content, or undefined if it is for another reader or in a way that we do not know. */
function openPacket(
  packet: Uint8Array,
  secretKey: Uint8Array,
  reader: Uint8Array,
  ciphers: Crypt4ghCiphers,
): Uint8Array | undefined {
  if (readUint32(packet, 0) !== X25519_CHACHA20_POLY1305) return undefined
  const writer = packet.subarray(4, 4 + KEY_BYTES)
  const nonce = packet.subarray(4 + KEY_BYTES, 4 + KEY_BYTES + NONCE_BYTES)
  if (nonce.length < NONCE_BYTES) return undefined
  const shared = ciphers.x25519(secretKey, writer)
  if (shared === undefined) return undefined
  const key = packetKey(shared, reader, writer, ciphers)
  return ciphers.open(key, nonce, packet.subarray(4 + KEY_BYTES + NONCE_BYTES))
}

function sessionKeyIn(content: Uint8Array): Uint8Array {
  if (content.length < 4) throw new Crypt4ghError('header-malformed', 'a header packet is empty')
  const type = readUint32(content, 0)
  if (type === EDIT_LIST_PACKET) {
    throw new Crypt4ghError(
      'edit-list-unsupported',
      'the file has an edit list, which is not taken',
    )
  }
  if (type !== DATA_KEY_PACKET) {
    throw new Crypt4ghError('packet-unsupported', 'the header has a packet of an unknown type')
  }
  if (content.length !== 8 + KEY_BYTES || readUint32(content, 4) !== CHACHA20_POLY1305) {
    throw new Crypt4ghError(
      'data-encryption-unsupported',
      'the data is encrypted in an unknown way',
    )
  }
  return content.subarray(8)
}

/** Crypt4GH 1.0 section 3.2.2: the reader's and writer's public keys are bound into the key. */
function packetKey(
  shared: Uint8Array,
  reader: Uint8Array,
  writer: Uint8Array,
  ciphers: Crypt4ghCiphers,
): Uint8Array {
  return ciphers.blake2b512(concatBytes(shared, reader, writer)).subarray(0, KEY_BYTES)
}

function sharedSecret(
  secretKey: Uint8Array,
  publicKey: Uint8Array,
  ciphers: Crypt4ghCiphers,
): Uint8Array {
  const shared =
    secretKey.length === KEY_BYTES && publicKey.length === KEY_BYTES
      ? ciphers.x25519(secretKey, publicKey)
      : undefined
  if (shared === undefined)
    throw new Crypt4ghError('key-invalid', 'this is not a usable X25519 key')
  return shared
}

function truncatedHeader(): Crypt4ghError {
  return new Crypt4ghError('truncated', 'the file ends inside its header')
}

function headerTooLarge(): Crypt4ghError {
  return new Crypt4ghError(
    'header-too-large',
    `the header is larger than ${MAX_HEADER_BYTES} bytes`,
  )
}
