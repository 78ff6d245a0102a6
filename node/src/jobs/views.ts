import type { JobEvent, JobView } from '@crosspanel/protocol/job'
import { hostSiteOf } from '@crosspanel/protocol/ids'
import {
  CONTACT_LATE_AFTER_S,
  CONTACT_LOST_AFTER_S,
  type Contact,
  JOB_STATE_WORDS,
  type JobState,
} from '@crosspanel/protocol/states'
import { isoInstant } from '../iso-instant.ts'
import type { ListedJob } from './lists.ts'
import type { jobEvents, JobRow } from './schema.ts'

/** A job as its table or as a list has it. */
type ViewedJob = { readonly [K in keyof ListedJob]: ListedJob[K] | JobRow[K] }

/** States in which a run of the host is at work and should be heard of. */
export const AT_WORK: readonly JobState[] = ['transferring', 'queued', 'running', 'returning']

/** How lately the host spoke of this job, or null while it has no reason to. */
export function contactOf(job: Pick<ViewedJob, 'state' | 'heardAt'>, now: Date): Contact | null {
  if (!AT_WORK.includes(job.state) || job.heardAt === null) return null
  const silenceS = (now.getTime() - new Date(job.heardAt).getTime()) / 1000
  if (silenceS >= CONTACT_LOST_AFTER_S) return 'lost'
  return silenceS >= CONTACT_LATE_AFTER_S ? 'late' : 'ok'
}

export function toView(job: ViewedJob, now: Date): JobView {
  const { phase, chunksDone, chunksTotal } = job
  const hasProgress = phase !== null && chunksDone !== null && chunksTotal !== null
  return {
    id: job.id,
    name: job.name,
    state: job.state,
    stateWords: JOB_STATE_WORDS[job.state],
    panelId: job.panelId,
    hostSite: hostSiteOf(job.panelId),
    epoch: job.epoch,
    submittedAt: isoInstant(job.submittedAt),
    updatedAt: isoInstant(job.updatedAt),
    endedAt: job.endedAt && isoInstant(job.endedAt),
    contact: contactOf(job, now),
    isCancelRequested: job.isCancelRequested,
    progress: hasProgress ? { phase, chunksDone, chunksTotal } : null,
    samples: job.samples,
    variants: job.variants,
  }
}

export function toEvent(event: typeof jobEvents.$inferSelect): JobEvent {
  const { seq, site, epoch, at, from, to, cause, told } = event
  return { seq, site, epoch, at: at.toISOString(), from, to, cause, ...(told ? { told } : {}) }
}
