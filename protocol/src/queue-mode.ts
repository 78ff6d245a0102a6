import { z } from 'zod'

/**
 * Whether a host site starts runs: `paused` takes offers and starts nothing, `draining` finishes what
 * it has and takes no offer.
 */
export const QUEUE_MODES = ['open', 'paused', 'draining'] as const
export const QueueMode = z.enum(QUEUE_MODES)
export type QueueMode = z.infer<typeof QueueMode>

/** The mode that a host tells; one that this version does not know is `unknown`. */
export const ToldQueueMode = z.enum([...QUEUE_MODES, 'unknown'])
export type ToldQueueMode = z.infer<typeof ToldQueueMode>
