import { z } from 'zod'

/**
 * What an English text is made of, for programs that tell it in another language: which text, and
 * what stands in its gaps. It goes beside the text and never in its place, so whoever does not know
 * the key shows the text. Parameters are numbers and names, never sample ids or genotypes.
 */
export const Told = z.object({
  /** Names the text: a code, or a code and one of its cases, as in `column-count.fewer`. */
  key: z.string().max(120),
  params: z.record(z.string().max(40), z.union([z.string().max(2_000), z.number()])),
})
export type Told = z.infer<typeof Told>

/** As a peer tells it: one of another release may make it otherwise, and then its text alone is told. */
export const ReportedTold = Told.optional().catch(undefined)
