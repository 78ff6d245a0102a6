import type { Measurement, Summary } from './row.ts'

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** Value below which the share `q` of the values lies, with linear interpolation. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) throw new Error('no values')
  const sorted = values.toSorted((a, b) => a - b)
  const place = (sorted.length - 1) * q
  const below = sorted[Math.floor(place)] ?? NaN
  const above = sorted[Math.ceil(place)] ?? NaN
  return below + (above - below) * (place - Math.floor(place))
}

/** Noise of the machine hits both halves of a pair alike, so ratios are taken pair by pair. */
export function summarise({ ours, peer }: Measurement): Summary {
  if (peer === undefined) return { ours: median(ours) }
  if (peer.values.length !== ours.length) throw new Error('a sample has no partner')
  const ratios = ours.map((value, index) => value / (peer.values[index] ?? NaN))
  return {
    ours: median(ours),
    peer: median(peer.values),
    ratio: { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) },
  }
}

/** Jain's index: 1 when all have the same, 1/n when one has all. */
export function fairness(shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0)
  const squares = shares.reduce((total, share) => total + share * share, 0)
  return (sum * sum) / (shares.length * squares)
}
