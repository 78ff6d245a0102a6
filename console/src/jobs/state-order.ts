import type { JobState } from '@crosspanel/protocol/states'

/** As `JOB_STATES` of the protocol, whose schemas are not for the first view; a test holds the two together. */
export const JOB_STATE_ORDER = [
  'draft',
  'uploading',
  'checking',
  'offered',
  'transferring',
  'queued',
  'running',
  'returning',
  'completed',
  'rejected',
  'failed',
  'cancelled',
  'expired',
] as const satisfies readonly JobState[]

/** Ended without a result, and may be tried again; tests hold this to the protocol's moves. */
export const RETRIABLE: ReadonlySet<JobState> = new Set(['rejected', 'failed', 'expired'])

export const ENDED: ReadonlySet<JobState> = new Set(['completed', 'cancelled', ...RETRIABLE])
