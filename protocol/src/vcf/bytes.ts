export const TAB = 9
export const LINE_FEED = 10
export const CARRIAGE_RETURN = 13
export const SPACE = 32
export const HASH = 35
export const COMMA = 44
export const DOT = 46
export const SLASH = 47
export const ZERO = 48
export const NINE = 57
export const COLON = 58
export const PIPE = 124

export type Bytes = Uint8Array<ArrayBuffer>

export function concatBytes(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Whether `data` has the bytes of `prefix` at `offset`. */
export function hasBytesAt(data: Uint8Array, prefix: readonly number[], offset = 0): boolean {
  return prefix.every((byte, index) => data[offset + index] === byte)
}

/** Whether two ranges of one buffer hold the same bytes. */
export function sameRange(
  data: Uint8Array,
  startA: number,
  endA: number,
  startB: number,
  endB: number,
): boolean {
  if (endA - startA !== endB - startB) return false
  for (let i = startA, k = startB; i < endA; i++, k++) if (data[i] !== data[k]) return false
  return true
}

const ASCII = new TextDecoder('latin1')

/** The bytes from `start` to before `end` as text, one character a byte. */
export function latin1(data: Uint8Array, start: number, end: number): string {
  return ASCII.decode(data.subarray(start, end))
}

export interface Peeked {
  /** At least as many bytes as were asked for, or all there are. */
  readonly head: Uint8Array
  /** The whole stream again, from its first byte. */
  readonly stream: AsyncGenerator<Uint8Array>
}

/** Looks at the beginning of a stream without losing it. */
export async function peek(source: AsyncIterable<Uint8Array>, sizeBytes: number): Promise<Peeked> {
  const iterator = source[Symbol.asyncIterator]()
  const parts: Uint8Array[] = []
  let size = 0
  while (size < sizeBytes) {
    const next = await iterator.next()
    if (next.done === true) break
    parts.push(next.value)
    size += next.value.length
  }
  const [first] = parts
  const head = parts.length === 1 && first !== undefined ? first : concatBytes(parts)
  return { head, stream: replay(head, iterator) }
}

async function* replay(
  head: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      yield next.value
    }
  } finally {
    await iterator.return?.()
  }
}
