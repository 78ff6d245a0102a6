import { describe, expect, it } from 'vitest'
import { afterLook, afterWholeCheck } from './picking.ts'

const SKETCH = { threshold: 9, hashes: Float64Array.of(1) }
const REPORT = { findings: [], isAcceptable: true, samples: 1, variants: 2 }

describe('a draft', () => {
  it('forgets earlier uploads when other files are chosen', () => {
    const identity = { name: 'a', size: 1, lastModified: 2, headSha256: 'x' }
    const look = {
      files: [identity],
      report: { ...REPORT, files: [] },
      chromosomes: ['20'],
      sketch: SKETCH,
    }

    expect(afterLook({ ...look, isWhole: false, bytesRead: 1 })).toMatchObject({
      files: [{ identity, fileId: undefined, isComplete: false }],
      ...{ chromosomes: ['20'], sketch: SKETCH, isWhole: false },
    })
  })

  it('knows the chromosomes of all files once all was read, in their order', () => {
    const row = { records: 1, first: 1, last: 1 }
    const files = [{ chromosomes: { 10: row } }, { chromosomes: { 9: row, 22: row } }]

    const report = { ...REPORT, files } as never
    const { chromosomes, sketch } = afterWholeCheck({ report, sketch: SKETCH })

    expect(chromosomes).toEqual(['9', '10', '22'])
    expect(sketch).toBe(SKETCH)
  })
})
