import { z } from 'zod'

/** Why quality control leaves a chunk out. */
export const CHUNK_EXCLUSIONS = [
  'panel-overlap-low',
  'too-few-variants',
  'sample-call-rate-low',
] as const
export const ChunkExclusion = z.enum(CHUNK_EXCLUSIONS)
export type ChunkExclusion = z.infer<typeof ChunkExclusion>

/** What a chunk is at while its run is under way; `excluded` and `waiting` are known once quality control is over. */
export const CHUNK_STATES = [
  'waiting',
  'phasing',
  'imputing',
  'done',
  'failed',
  'excluded',
] as const
export const ChunkState = z.enum(CHUNK_STATES)
export type ChunkState = z.infer<typeof ChunkState>

/** One chunk of a run under way; positions are 1-based and inclusive. */
export const RunChunk = z.object({
  chromosome: z.string().min(1).max(20),
  start: z.int().min(1),
  end: z.int().min(1),
  state: ChunkState,
  /** Of an excluded one. */
  reason: ChunkExclusion.optional(),
})
export type RunChunk = z.infer<typeof RunChunk>

/** A human genome has 163 chunks. A run of more tells its counts alone. */
export const RUN_CHUNKS_MAX = 400
