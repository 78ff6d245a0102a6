import type { ChunkSummary, QualityControlCounts } from '@crosspanel/protocol/summary'
import { describe, expect, it } from 'vitest'
import { PipelineRefusal } from './failures.ts'
import { noCounts } from './quality-control.ts'
import { refuseIfUnfit } from './refusals.ts'

const panel = {
  build: 'GRCh37' as const,
  policy: { minSamples: 1, maxSamples: 10, maxAlleleSwitches: 10 },
}
const kept = { status: 'kept', reason: null } as const
type Chunk = Pick<ChunkSummary, 'status' | 'reason'>

function codesOf(counts: Partial<QualityControlCounts>, chunks: readonly Chunk[] = [kept]) {
  try {
    refuseIfUnfit({ ...noCounts(), records: 100, inPanel: 100, ...counts }, chunks, panel)
    return []
  } catch (error) {
    if (!(error instanceof PipelineRefusal)) throw error
    return error.findings.map(({ code }) => code)
  }
}

describe('the refusal of an input after quality control', () => {
  it('does not happen while there is a chunk and the limits are kept', () => {
    expect(codesOf({ strandFlip: 60, strandFlipAndAlleleSwitch: 10, alleleSwitch: 0 })).toEqual([])
    expect(codesOf({ strandFlip: 100 })).toEqual([])
  })

  it('counts flip-and-switches among the flips and among the switches', () => {
    expect(codesOf({ strandFlip: 95, strandFlipAndAlleleSwitch: 6 })).toEqual(['strand-flips'])
    expect(codesOf({ alleleSwitch: 6, strandFlipAndAlleleSwitch: 5 })).toEqual(['allele-switches'])
  })

  it('names another build when too little is in the panel', () => {
    const none: Chunk = { status: 'excluded', reason: 'panel-overlap-low' }

    expect(codesOf({ inPanel: 49, typedOnly: 51 }, [none])).toEqual(['panel-overlap-low'])
    expect(codesOf({ inPanel: 0, outsidePanelRange: 900 }, [])).toEqual(['outside-panel-range'])
  })

  it('says that no chunk is left when the panel has what is typed', () => {
    const few: Chunk = { status: 'excluded', reason: 'too-few-variants' }

    expect(codesOf({ inPanel: 2 }, [few])).toEqual(['no-chunk-left'])
  })

  it('says that there is nothing when there is no record', () => {
    expect(codesOf({ records: 0, inPanel: 0 }, [])).toEqual(['no-variants'])
  })

  it('tells everything at once', () => {
    const none: Chunk = { status: 'excluded', reason: 'too-few-variants' }

    expect(codesOf({ strandFlip: 200, alleleSwitch: 50 }, [none])).toEqual([
      ...['no-chunk-left', 'strand-flips', 'allele-switches'],
    ])
  })
})
