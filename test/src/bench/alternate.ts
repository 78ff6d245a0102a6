/** Seven pairs, since fewer say little about a noisy machine. */
const ROUNDS = {
  smoke: { warmUps: 0, pairs: 1 },
  full: { warmUps: 2, pairs: 7 },
}

/** Makes the full size shorter, where a machine is not to be had for long. */
export function limitPairs(pairs: number): void {
  if (!(pairs >= 1)) throw new Error('at least one pair')
  ROUNDS.full = { warmUps: 1, pairs }
}

/**
 * Measures several sides in turns, A B A B, after warm-up rounds of each, and returns the figures of each side.
 * A side's function does one round of the work and answers its figure, or all of its figures.
 */
export async function alternate<Side extends string, Figure = number>(
  size: 'smoke' | 'full',
  sides: Readonly<Record<Side, () => Promise<Figure>>>,
): Promise<Record<Side, Figure[]>> {
  const names = Object.keys(sides) as Side[]
  const figures = Object.fromEntries(names.map((name) => [name, [] as Figure[]])) as Record<
    Side,
    Figure[]
  >
  const { warmUps, pairs } = ROUNDS[size]
  for (let round = -warmUps; round < pairs; round += 1) {
    for (const name of names) {
      const figure = await sides[name]()
      if (round >= 0) figures[name].push(figure)
    }
  }
  return figures
}

/** Milliseconds of each of `times` calls, one after the other. */
export async function timeEach(times: number, call: () => Promise<unknown>): Promise<number[]> {
  const took: number[] = []
  for (let index = 0; index < times; index += 1) {
    const startedMs = performance.now()
    await call()
    took.push(performance.now() - startedMs)
  }
  return took
}
