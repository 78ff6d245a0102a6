/** Pairs of the full size; fewer say too little about a noisy machine. */
const PAIRS = { smoke: 1, full: 7 } as const
const WARM_UPS = { smoke: 0, full: 2 } as const

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
  for (let round = -WARM_UPS[size]; round < PAIRS[size]; round += 1) {
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
