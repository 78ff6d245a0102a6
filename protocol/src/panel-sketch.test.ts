import { describe, expect, it } from 'vitest'
import {
  PANEL_SKETCH_MAX_BYTES,
  PanelSketch,
  panelSketchOf,
  variantsOfSketch,
} from './panel-sketch.ts'
import { HASH_END, SKETCH_VARIANTS } from './variant-sketch.ts'

const PANEL = { panelId: 'site:lund/finnish', version: 'v1' } as const
const sketch = (hashes: readonly number[], threshold = HASH_END) =>
  panelSketchOf(PANEL, { threshold, hashes: Float64Array.from(hashes) })

describe('a published sketch', () => {
  it.each([[[]], [[0, 1, 4_503_599_627_370_495]]])('comes back as it was: %j', (hashes) => {
    const published = PanelSketch.parse(JSON.parse(JSON.stringify(sketch(hashes))))
    expect(variantsOfSketch(published)).toEqual({
      threshold: HASH_END,
      hashes: Float64Array.from(hashes),
    })
  })

  it('of the largest size is within what is read of a peer', () => {
    const largest = sketch(Array.from({ length: SKETCH_VARIANTS }, (_, i) => HASH_END - 30_000 + i))
    expect(PanelSketch.safeParse(largest).success).toBe(true)
    expect(JSON.stringify(largest).length).toBeLessThanOrEqual(PANEL_SKETCH_MAX_BYTES)
  })

  it.each([
    ['not in order', sketch([5, 3])],
    ['twice', sketch([3, 3])],
    ['not whole numbers', sketch([0.5])],
    ['below nothing', sketch([-1])],
    ['not a number', sketch([Number.NaN])],
    ['not below the threshold', sketch([3, 7], 7)],
    ['cut in the middle', { ...sketch([3]), hashes: sketch([3]).hashes.slice(0, -4) }],
  ])('is none when its hashes are %s', (_, broken) => {
    expect(variantsOfSketch(broken)).toBeUndefined()
  })
})
