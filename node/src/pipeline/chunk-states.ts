import { RUN_CHUNKS_MAX, type ChunkState, type RunChunk } from '@crosspanel/protocol/chunk'
import type { ReportedProgress } from '@crosspanel/protocol/job'
import type { ChunkSummary } from '@crosspanel/protocol/summary'

type Working = 'phasing' | 'imputing'

/** Keeps what each chunk of a run is at after quality control, and tells of it all at every change. */
export function createChunkStates(
  chunks: readonly ChunkSummary[],
  tell: (progress: ReportedProgress) => void,
): { set: (chunk: ChunkSummary, state: Working | 'done' | 'failed') => void } {
  const states = new Map<ChunkSummary, ChunkState>(
    chunks.map((chunk) => [chunk, chunk.status === 'kept' ? 'waiting' : 'excluded']),
  )
  const kept = chunks.filter(({ status }) => status === 'kept').length
  let phase: Working = 'imputing'

  const toRunChunk = ([chunk, state]: [ChunkSummary, ChunkState]): RunChunk => {
    const { chromosome, start, end, reason } = chunk
    return { chromosome, start, end, state, ...(reason === null ? {} : { reason }) }
  }
  return {
    set(chunk, state) {
      states.set(chunk, state)
      phase = state === 'phasing' ? 'phasing' : 'imputing'
      const all = [...states]
      tell({
        phase,
        chunksDone: all.filter(([, one]) => one === 'done').length,
        chunksTotal: kept,
        ...(all.length <= RUN_CHUNKS_MAX ? { chunks: all.map(toRunChunk) } : {}),
      })
    },
  }
}
