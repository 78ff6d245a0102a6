import { z } from 'zod'

/** `n-plus-one`: with other values each time; `repeated`: with the same. */
export const QUERY_FINDINGS = ['slow', 'repeated', 'n-plus-one'] as const
export type QueryFindingKind = (typeof QUERY_FINDINGS)[number]

const WatchedQuery = z.object({
  /** The statement without any value. */
  fingerprint: z.string(),
  count: z.int(),
  totalMs: z.number(),
  meanMs: z.number(),
  maxMs: z.number(),
  /** Patterns of the routes that it was made for; `background` is everything else. */
  routes: z.array(z.string()),
  findings: z.array(
    z.object({
      kind: z.enum(QUERY_FINDINGS),
      /** Requests, or queries outside of one, in which it was found. */
      times: z.int(),
      advice: z.string(),
    }),
  ),
})
export type WatchedQuery = z.infer<typeof WatchedQuery>

/** Of this process since it started, the costliest statement first. */
export const QueryWatchReport = z.object({
  mode: z.enum(['off', 'log']),
  slowMs: z.number(),
  repeatedQueries: z.int(),
  queries: z.array(WatchedQuery),
})
export type QueryWatchReport = z.infer<typeof QueryWatchReport>
