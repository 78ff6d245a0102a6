export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

/** Unsigned 32-bit integer, little-endian, as everywhere in the Crypt4GH format. */
export function uint32Bytes(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return bytes
}

export function readUint32(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset, true)
}

export interface ByteReader {
  /** Exactly `length` bytes, or all that is left when the source ends sooner. */
  read(length: number): Promise<Uint8Array>
  /** Tells the source that no more will be read; to be called once, whatever happened. */
  close(): Promise<void>
}

/**
 * Cuts a stream of chunks of any size into the pieces asked for. Holds no more than the piece and
 * the chunk that it ends in.
 */
export function createByteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const iterator = source[Symbol.asyncIterator]()
  let pending = new Uint8Array(0) as Uint8Array
  let ended = false

  async function pull(): Promise<void> {
    const next = await iterator.next()
    if (next.done === true) ended = true
    else pending = next.value
  }

  return {
    async read(length) {
      const parts: Uint8Array[] = []
      let missing = length
      while (missing > 0) {
        while (pending.length === 0 && !ended) await pull()
        if (pending.length === 0) break
        const part = pending.subarray(0, missing)
        pending = pending.subarray(part.length)
        parts.push(part)
        missing -= part.length
      }
      const [only] = parts
      return parts.length === 1 && only !== undefined ? only : concatBytes(...parts)
    },
    async close() {
      if (!ended) await iterator.return?.()
      ended = true
    },
  }
}
