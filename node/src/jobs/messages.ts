import { type Because, because, becauseOf } from '@crosspanel/protocol/causes'
import type { SiteId } from '@crosspanel/protocol/ids'
import type { MessageBody } from '@crosspanel/protocol/message'
import { DomainError } from '@crosspanel/protocol/problem'
import {
  hasJobEnded,
  JOB_STATE_OF_RUN,
  type JobState,
  type RunState,
} from '@crosspanel/protocol/states'
import { canonicalJson } from '@crosspanel/protocol/canonical'
import { sha256Hex } from '@crosspanel/protocol/digest'
import type { Tx } from '../db.ts'
import type { IncomingMessage, MessageHandlers } from '../peers/ports.ts'
import { announceProgress } from './announce.ts'
import type { JobsDeps } from './deps.ts'
import type { JobEndings } from './endings.ts'
import type { JobRow } from './schema.ts'
import type { HostEvent, JobMove, JobStore } from './store.ts'

export type HomeMessageHandlers = Pick<
  MessageHandlers,
  | 'job.accept'
  | 'job.reject'
  | 'job.event'
  | 'job.heartbeat'
  | 'result.ready'
  | 'job.cancel-too-late'
>

export interface HomeMessageDeps extends Pick<JobsDeps, 'outbox' | 'hints' | 'now'> {
  readonly store: JobStore
  readonly endings: JobEndings
}

type HostMessage = keyof HomeMessageHandlers
type Incoming = IncomingMessage<HostMessage>

/** What the host says of its run. Only a greater (epoch, seq) has an effect. */
export function createHomeMessageHandlers(deps: HomeMessageDeps): HomeMessageHandlers {
  const { store, endings, outbox, hints, now } = deps

  /** The job that its host speaks of, locked; undefined when the run is one of an earlier epoch. */
  async function findCurrent(tx: Tx, message: Incoming): Promise<JobRow | undefined> {
    const job = await store.lock(tx, message.job)
    if (job?.hostSite !== message.from) throw new DomainError('job-not-found')
    if (message.epoch > job.epoch) {
      throw new DomainError('peer-message-invalid', 'no such epoch of the job was offered')
    }
    if (message.epoch < job.epoch) {
      await store.recordIgnored(tx, message.from, job.id, { epoch: message.epoch, why: 'epoch' })
      return undefined
    }
    return job
  }

  async function apply(
    tx: Tx,
    job: JobRow,
    message: Incoming,
    event: Omit<HostEvent, 'site' | 'epoch'>,
  ): Promise<boolean> {
    const { from: site, epoch } = message
    const isNext = await store.applyHostEvent(tx, job.id, { site, epoch, ...event })
    if (!isNext) {
      await store.recordIgnored(tx, site, job.id, { epoch, seq: event.seq, why: 'seq' })
    }
    return isNext
  }

  function moveByHost(
    tx: Tx,
    job: JobRow,
    to: JobState,
    { site, ...reason }: Because & { site: SiteId },
    set: NonNullable<JobMove['set']> = {},
  ): Promise<JobRow | undefined> {
    const actor = site as `site:${string}`
    return store.move(tx, { job, to, by: 'host', actor, ...reason, set })
  }

  async function declineResult(tx: Tx, message: IncomingMessage<'result.ready'>): Promise<void> {
    const manifestSha256 = await sha256Hex(canonicalJson(message.body.manifest))
    await outbox.send(tx, {
      to: message.from,
      type: 'result.ack',
      job: message.job,
      epoch: message.epoch,
      replyTo: message.mid,
      body: { accepted: false, manifestSha256 },
    })
  }

  return {
    async 'job.accept'(tx, message) {
      const { seq, runId, uploads } = message.body
      const job = await findCurrent(tx, message)
      if (job === undefined) return
      requireUploads(job, message.body)
      const at = new Date(message.issued)
      const reason = because('accepted')
      const event = { seq, at, from: 'offered', to: 'accepted', ...reason } as const
      if (!(await apply(tx, job, message, event))) return
      const by = { site: message.from, ...reason }
      await moveByHost(tx, job, 'transferring', by, { runId, uploads })
      hints.wake('jobs')
    },

    async 'job.reject'(tx, message) {
      const { seq, finding } = message.body
      const job = await findCurrent(tx, message)
      if (job === undefined) return
      const at = new Date(message.issued)
      const reason = becauseOf(finding)
      const event = { seq, at, from: 'offered', to: 'rejected', ...reason } as const
      if (!(await apply(tx, job, message, event))) return
      await store.addFindings(tx, job, message.from, [finding])
      await moveByHost(tx, job, 'rejected', { site: message.from, ...reason })
    },

    async 'job.event'(tx, message) {
      const { seq, from, to, cause, told, findings, summary } = message.body
      const job = await findCurrent(tx, message)
      if (job === undefined) return
      const at = new Date(message.body.at)
      if (!(await apply(tx, job, message, { seq, at, from, to, cause, told }))) return
      await store.addFindings(tx, job, message.from, findings)
      const target = stateAfter(job.state, to)
      if (target === undefined) return
      const set = {
        ...(summary === undefined ? {} : { summary }),
        ...(target === 'queued' ? NO_PROGRESS : {}),
      }
      await moveByHost(tx, job, target, { site: message.from, cause, told }, set)
    },

    async 'job.heartbeat'(tx, message) {
      const { runId, progress } = message.body
      const job = await findCurrent(tx, message)
      if (job === undefined || job.runId !== runId || hasJobEnded(job.state)) return
      const at = now()
      const told =
        progress !== null && job.state === 'running'
          ? { ...progress, chunks: progress.chunks ?? null }
          : null
      await store.update(tx, job, { heardAt: at, ...told })
      await announceProgress(tx, job, { heardAt: at, progress: told })
    },

    async 'result.ready'(tx, message) {
      const { seq, runId, manifest, blobs, summary } = message.body
      const job = await findCurrent(tx, message)
      if (job === undefined) return declineResult(tx, message)
      requireBlobs(message.body)
      const reason = because('announced')
      const at = new Date(message.body.at)
      const event = { seq, at, from: 'packaging', to: 'ready', ...reason } as const
      if (!(await apply(tx, job, message, event))) return
      const set = { runId, resultManifest: manifest, blobs, summary }
      const by = { site: message.from, ...reason }
      const moved = await moveByHost(tx, job, 'returning', by, set)
      if (moved === undefined) return declineResult(tx, message)
      // The researcher's wish came first at this site, so it stands.
      if (moved.isCancelRequested) await endings.endNow(tx, moved, 'cancelled', CANCELLED)
      hints.wake('jobs')
    },

    async 'job.cancel-too-late'(tx, message) {
      const job = await findCurrent(tx, message)
      if (job?.state !== 'returning' || !job.isCancelRequested) return
      await endings.endNow(tx, job, 'cancelled', CANCELLED)
    },
  }
}

const NO_PROGRESS = { phase: null, chunksDone: null, chunksTotal: null, chunks: null } as const

const CANCELLED = { actor: 'node', ...because('cancelled.researcher') } as const

/** What a `job.event` makes of the job; results are announced by `result.ready` alone. */
function stateAfter(state: JobState, run: RunState): JobState | undefined {
  const target = JOB_STATE_OF_RUN[run]
  return target === state || target === 'returning' || target === 'transferring'
    ? undefined
    : target
}

function requireUploads(job: JobRow, { uploads }: MessageBody<'job.accept'>): void {
  const names = new Set(uploads.map(({ name }) => name))
  if (job.input?.files.every(({ name }) => names.has(name)) !== true) {
    throw new DomainError('peer-message-invalid', 'an input file has no upload')
  }
}

function requireBlobs({ manifest, blobs }: MessageBody<'result.ready'>): void {
  const names = new Set(blobs.map(({ name }) => name))
  if (!manifest.files.every(({ name }) => names.has(name))) {
    throw new DomainError('peer-message-invalid', 'a result file has no blob')
  }
}
