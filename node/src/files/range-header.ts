import type { ByteRange } from '@crosspanel/protocol/crypt4gh/range'
import { DomainError } from '@crosspanel/protocol/problem'

const ONE_RANGE = /^bytes=(\d*)-(\d*)$/

/**
 * The part of a file of `sizeBytes` that a `Range` header asks for, or undefined for the whole of it.
 * Several ranges and other units are ignored, as RFC 9110 section 14.2 allows. Throws
 * `range-not-satisfiable` for a range that lies behind the end.
 */
export function readRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const [, first = '', last = ''] = ONE_RANGE.exec(header ?? '') ?? []
  if (first === '' && last === '') return undefined
  const range = first === '' ? suffix(Number(last), sizeBytes) : prefix(first, last, sizeBytes)
  if (range === undefined) return undefined
  if (range.start >= range.end) {
    throw new DomainError('range-not-satisfiable', `the file has ${sizeBytes} bytes`)
  }
  return range
}

function suffix(lengthBytes: number, sizeBytes: number): ByteRange {
  return { start: Math.max(0, sizeBytes - lengthBytes), end: sizeBytes }
}

/** Undefined if the last byte comes before the first: that is no range, and ignored. */
function prefix(first: string, last: string, sizeBytes: number): ByteRange | undefined {
  const start = Number(first)
  const end = last === '' ? sizeBytes : Number(last) + 1
  if (end <= start && last !== '') return undefined
  return { start, end: Math.min(end, sizeBytes) }
}
