import { z } from 'zod'

/** Who may make a move: `researcher` and `home` at the home site, `host` at the host site. */
export type Mover = 'researcher' | 'home' | 'host'

type Moves<State extends string> = Readonly<
  Record<State, Readonly<Partial<Record<State, readonly Mover[]>>>>
>

export const JOB_STATES = [
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
] as const
export const JobState = z.enum(JOB_STATES)
export type JobState = z.infer<typeof JobState>

const HOME = ['home'] as const
const HOST = ['host'] as const
const RESEARCHER = ['researcher'] as const

/**
 * Every move of a job. The host's words may overtake one another only when a message was
 * folded into a later one, so host moves may skip forward but never back.
 * A job that failed, was rejected or has expired may be offered again under the next epoch.
 */
export const JOB_MOVES: Moves<JobState> = {
  draft: { uploading: RESEARCHER, checking: RESEARCHER, cancelled: RESEARCHER, expired: HOME },
  uploading: { checking: RESEARCHER, cancelled: RESEARCHER, expired: HOME },
  checking: { offered: HOME, rejected: HOME, failed: HOME, cancelled: RESEARCHER },
  offered: {
    transferring: HOST,
    rejected: HOST,
    failed: HOME,
    cancelled: ['home', 'host'],
    expired: HOME,
  },
  transferring: {
    queued: HOST,
    running: HOST,
    returning: HOST,
    failed: ['home', 'host'],
    cancelled: HOST,
    expired: ['home', 'host'],
  },
  queued: {
    running: HOST,
    returning: HOST,
    failed: HOST,
    cancelled: HOST,
    expired: ['home', 'host'],
  },
  running: {
    queued: HOST,
    returning: HOST,
    failed: HOST,
    cancelled: HOST,
    expired: ['home', 'host'],
  },
  returning: { completed: HOME, failed: HOME, cancelled: HOME, expired: ['home', 'host'] },
  completed: {},
  rejected: { checking: RESEARCHER },
  failed: { checking: RESEARCHER },
  cancelled: {},
  expired: { checking: RESEARCHER },
}

export const RUN_STATES = [
  'offered',
  'accepted',
  'receiving',
  'queued',
  'running',
  'packaging',
  'ready',
  'delivered',
  'purged',
  'rejected',
  'failed',
  'cancelled',
  'expired',
] as const
export const RunState = z.enum(RUN_STATES)
export type RunState = z.infer<typeof RunState>

/** Every move of a run. `running` and `packaging` go back to `queued` when a worker's lease ran out. */
export const RUN_MOVES: Moves<RunState> = {
  offered: { accepted: HOST, rejected: HOST, cancelled: HOME, expired: HOST },
  accepted: { receiving: HOST, failed: HOST, cancelled: HOME, expired: HOST },
  receiving: { queued: HOST, failed: HOST, cancelled: HOME, expired: HOST },
  queued: { running: HOST, failed: HOST, cancelled: HOME, expired: HOST },
  running: { packaging: HOST, queued: HOST, failed: HOST, cancelled: HOME, expired: HOST },
  packaging: { ready: HOST, queued: HOST, failed: HOST, cancelled: HOME, expired: HOST },
  ready: { delivered: HOME, cancelled: HOME, expired: HOST },
  delivered: { purged: HOST },
  purged: {},
  rejected: { purged: HOST },
  failed: { purged: HOST },
  cancelled: { purged: HOST },
  expired: { purged: HOST },
}

export function canJobMove(from: JobState, to: JobState, by: Mover): boolean {
  return JOB_MOVES[from][to]?.includes(by) ?? false
}

export function canRunMove(from: RunState, to: RunState, by: Mover): boolean {
  return RUN_MOVES[from][to]?.includes(by) ?? false
}

/** A job has ended when nothing but a researcher's retry can move it. */
export function hasJobEnded(state: JobState): boolean {
  return Object.values(JOB_MOVES[state])
    .flat()
    .every((mover) => mover === 'researcher')
}

/** A run has ended when no engine will work for it again. */
export function hasRunEnded(state: RunState): boolean {
  return ['delivered', 'purged', 'rejected', 'failed', 'cancelled', 'expired'].includes(state)
}

/** What a job's state becomes when its host reports that its run has reached a state. */
export const JOB_STATE_OF_RUN: Readonly<Record<RunState, JobState | undefined>> = {
  offered: undefined,
  accepted: 'transferring',
  receiving: undefined,
  queued: 'queued',
  running: 'running',
  packaging: undefined,
  ready: 'returning',
  delivered: undefined,
  purged: undefined,
  rejected: 'rejected',
  failed: 'failed',
  cancelled: 'cancelled',
  expired: 'expired',
}

/** The words shown to people. */
export const JOB_STATE_WORDS: Readonly<Record<JobState, string>> = {
  draft: 'Not submitted yet',
  uploading: 'Receiving your files',
  checking: 'Checking your files',
  offered: 'Waiting for the host site to accept',
  transferring: 'Sending encrypted genotypes to the host site',
  queued: 'Waiting for a free core at the host site',
  running: 'Imputing at the host site',
  returning: 'Fetching and verifying the results',
  completed: 'Results are ready',
  rejected: 'Refused',
  failed: 'Failed',
  cancelled: 'Cancelled',
  expired: 'Expired',
}

/** What people read, as `JOB_STATE_WORDS`; part of the contract for other implementations. @public */
export const RUN_STATE_WORDS: Readonly<Record<RunState, string>> = {
  offered: 'Offer received',
  accepted: 'Offer accepted',
  receiving: 'Receiving the encrypted genotypes',
  queued: 'Waiting for a free core',
  running: 'Imputing',
  packaging: 'Encrypting the results',
  ready: 'Results wait for the home site',
  delivered: 'Results delivered',
  purged: 'Genotypes and results destroyed',
  rejected: 'Offer refused',
  failed: 'Failed',
  cancelled: 'Cancelled',
  expired: 'Expired',
}

export const RUN_PHASES = ['quality-control', 'phasing', 'imputing'] as const
export const RunPhase = z.enum(RUN_PHASES)
export type RunPhase = z.infer<typeof RunPhase>

export const RUN_PHASE_WORDS: Readonly<Record<RunPhase, string>> = {
  'quality-control': 'Quality control',
  phasing: 'Phasing',
  imputing: 'Imputing',
}

/** How lately the host was heard of. Shown beside a state; never a state itself. */
export const CONTACTS = ['ok', 'late', 'lost'] as const
export const Contact = z.enum(CONTACTS)
export type Contact = z.infer<typeof Contact>

export const CONTACT_LATE_AFTER_S = 180
export const CONTACT_LOST_AFTER_S = 900
