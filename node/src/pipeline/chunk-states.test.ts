import { RUN_CHUNKS_MAX } from '@crosspanel/protocol/chunk'
import type { ReportedProgress } from '@crosspanel/protocol/job'
import type { ChunkSummary } from '@crosspanel/protocol/summary'
import { describe, expect, it } from 'vitest'
import { createChunkStates } from './chunk-states.ts'

function chunk(index: number, reason: ChunkSummary['reason'] = null): ChunkSummary {
  return {
    chromosome: '20',
    ...{ start: index * 20e6 + 1, end: (index + 1) * 20e6 },
    ...{ status: reason === null ? 'kept' : 'excluded', reason },
    ...{ variants: 10, variantsInPanel: 9, panelOverlap: 0.9, samplesWithLowCallRate: 0 },
    outputVariants: null,
  }
}

function follow(chunks: readonly ChunkSummary[]) {
  const told: ReportedProgress[] = []
  return { ...createChunkStates(chunks, (progress) => told.push(progress)), told }
}

describe('the chunks of a run', () => {
  it('are told with what each is at, and why one is left out', () => {
    const [first, second, third] = [chunk(0), chunk(1, 'too-few-variants'), chunk(2)]
    const { set, told } = follow([first, second, third])

    set(first, 'phasing')
    set(first, 'imputing')
    set(third, 'phasing')
    set(first, 'done')
    set(third, 'failed')

    const states = told.map(({ chunks }) => chunks?.map(({ state }) => state).join(' '))
    expect(states).toEqual([
      'phasing excluded waiting',
      'imputing excluded waiting',
      'imputing excluded phasing',
      'done excluded phasing',
      'done excluded failed',
    ])
    expect(told[3]).toMatchObject({ phase: 'imputing', chunksDone: 1, chunksTotal: 2 })
    expect(told[3]?.chunks?.[1]).toEqual({
      ...{ chromosome: '20', start: 20_000_001, end: 40_000_000 },
      ...{ state: 'excluded', reason: 'too-few-variants' },
    })
  })

  it('are counted alone when they are more than a message should carry', () => {
    const chunks = Array.from({ length: RUN_CHUNKS_MAX + 1 }, (_, index) => chunk(index))
    const { set, told } = follow(chunks)

    set(chunks[0] as ChunkSummary, 'done')

    expect(told.at(-1)).toEqual({
      ...{ phase: 'imputing', chunksDone: 1, chunksTotal: RUN_CHUNKS_MAX + 1 },
    })
  })
})
