const TAB = 9
const COLON = 58
const DOT = 46
const ZERO = 48
const TWO = 50
const NINE = 57
const EXPONENT = 101
/** Every byte that a genotype column of minimac4's output can hold; a NaN has none of its letters here. */
const IS_ALLOWED = new Uint8Array(256)
for (const character of '0123456789.,:|/+-e') IS_ALLOWED[character.charCodeAt(0)] = 1

/**
 * Checks the genotype columns of one record: `samples` of them, no byte that a number or a
 * genotype does not have, and a dosage within 0 to 2 in each. Returns what is wrong.
 */
export function findWrongDosage(
  bytes: Uint8Array,
  start: number,
  end: number,
  options: { samples: number; dosageIndex: number },
): string | undefined {
  let sample = 0
  let at = start
  while (at < end) {
    const dosageAt = skipSubfields(bytes, at, end, options.dosageIndex)
    if (dosageAt === -1) return 'a genotype without a dosage'
    at = endOfDosage(bytes, dosageAt, end)
    if (at === -1) return 'a dosage outside 0 to 2'
    at = endOfField(bytes, at, end)
    if (at === -1) return 'a value that is no number'
    sample++
    at++
  }
  return sample === options.samples ? undefined : 'another number of genotypes than samples'
}

/** Where the subfield with this index starts, or -1. */
function skipSubfields(bytes: Uint8Array, from: number, end: number, index: number): number {
  let at = from
  for (let skipped = 0; skipped < index; at++) {
    const byte = bytes[at] ?? TAB
    if (at >= end || IS_ALLOWED[byte] === 0) return -1
    if (byte === COLON) skipped++
  }
  return at
}

/** The first byte after a decimal number in [0, 2], or -1. Such a number has one digit before the point. */
function endOfDosage(bytes: Uint8Array, from: number, end: number): number {
  const first = bytes[from]
  if (!isDigit(first)) return -1
  let at = from + 1
  if (bytes[at] === DOT) {
    // Above 2 but for zeros, nothing is allowed.
    const highest = first === TWO ? ZERO : NINE
    for (at++; at < end && isDigit(bytes[at], highest); at++);
  }
  if (at < end && bytes[at] === EXPONENT) return endOfExponent(bytes, at, end)
  return (first ?? NINE) <= TWO && isSubfieldEnd(bytes, at, end) ? at : -1
}

function isSubfieldEnd(bytes: Uint8Array, at: number, end: number): boolean {
  return at >= end || bytes[at] === COLON || bytes[at] === TAB
}

/** `e-05` after a mantissa below 10 makes a number below 1; no other exponent occurs. */
function endOfExponent(bytes: Uint8Array, from: number, end: number): number {
  const text = Buffer.from(bytes.subarray(from, Math.min(end, from + 5))).toString('latin1')
  const exponent = /^e-\d{1,3}(?=[:\t]|$)/.exec(text)?.[0]
  return exponent === undefined ? -1 : from + exponent.length
}

function endOfField(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  for (; at < end; at++) {
    const byte = bytes[at] ?? TAB
    if (byte === TAB) return at
    if (IS_ALLOWED[byte] === 0) return -1
  }
  return at
}

function isDigit(byte: number | undefined, highest = NINE): boolean {
  return byte !== undefined && byte >= ZERO && byte <= highest
}
