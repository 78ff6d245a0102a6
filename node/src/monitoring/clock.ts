import type { Facts } from './facts.ts'

/** How far this machine's clock is from others', by the median: one wrong clock elsewhere does not matter. */
export interface ClockOffset {
  /** Theirs minus ours, seconds: negative when ours is fast. */
  readonly medianS: number
  /** How many it was held against. */
  readonly clocks: number
}

export function clockOffsetOf({
  peers,
  registryClockOffsetS,
}: Pick<Facts, 'peers' | 'registryClockOffsetS'>): ClockOffset | undefined {
  const known = [registryClockOffsetS, ...peers.map(({ clockOffsetS }) => clockOffsetS)]
  const offsetsS = known.filter((offsetS) => offsetS !== undefined)
  if (offsetsS.length === 0) return undefined
  const sorted = offsetsS.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  const medianS = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
  return { medianS, clocks: sorted.length }
}
