import { isDeepStrictEqual } from 'node:util'
import type { NotificationKind } from '@crosspanel/protocol/notification'
import type { RunProgress } from '@crosspanel/protocol/job'
import { JOB_STATE_WORDS, type JobState } from '@crosspanel/protocol/states'
import type { Tx } from '../db.ts'
import { notify } from '../notifications/notify.ts'
import { publish } from '../notifications/publish.ts'
import type { JobRow } from './schema.ts'
import { contactOf } from './views.ts'

type KnownProgress = RunProgress & Pick<JobRow, 'chunks'>

/** Endings that the researcher is told of wherever they are. */
const TOLD: Partial<Record<JobState, NotificationKind>> = {
  completed: 'job-completed',
  rejected: 'job-rejected',
  failed: 'job-failed',
  cancelled: 'job-cancelled',
  expired: 'job-expired',
}

/** Shows pages how far a job is, and that its host is heard of again. Nothing new costs nothing. */
export async function announceProgress(
  tx: Tx,
  job: JobRow,
  heard: { readonly heardAt: Date; readonly progress: KnownProgress | null },
): Promise<void> {
  const { heardAt } = heard
  const further = heard.progress === null ? {} : changesOf(job, heard.progress)
  const isBack = contactOf(job, heardAt) !== 'ok'
  if (Object.keys(further).length === 0 && !isBack) return
  await publish(tx, {
    topic: `account:${job.accountId}`,
    type: 'job',
    subject: job.id,
    data: { contact: contactOf({ ...job, heardAt }, heardAt), ...further },
  })
}

/** The fields of the job's view that differ; the chunks are many and come only when one of them has changed. */
function changesOf(job: JobRow, { chunks, ...progress }: KnownProgress) {
  const { phase, chunksDone, chunksTotal } = job
  const isFurther = !isDeepStrictEqual(progress, { phase, chunksDone, chunksTotal })
  return {
    ...(isFurther ? { progress } : {}),
    ...(isDeepStrictEqual(chunks, job.chunks) ? {} : { chunks }),
  }
}

/** Shows pages that the researcher's wish to stop was taken. */
export async function announceCancelRequest(tx: Tx, job: JobRow): Promise<void> {
  await publish(tx, {
    topic: `account:${job.accountId}`,
    type: 'job',
    subject: job.id,
    data: { isCancelRequested: true },
  })
}

/** Shows pages why the job does not go on. */
export async function announceWait(
  tx: Tx,
  { id, accountId }: Pick<JobRow, 'id' | 'accountId'>,
  waitsFor: string,
): Promise<void> {
  await publish(tx, {
    topic: `account:${accountId}`,
    type: 'job',
    subject: id,
    data: { waitsFor },
  })
}

/** Tells pages and people of a job that has just been made or moved. */
export async function announceJob(tx: Tx, job: JobRow): Promise<void> {
  const { id, accountId, state, epoch, panelId, hostSite, name } = job
  await publish(tx, {
    topic: `account:${accountId}`,
    type: 'job',
    subject: id,
    data: {
      state,
      stateWords: JOB_STATE_WORDS[state],
      epoch,
      updatedAt: job.updatedAt.toISOString(),
      endedAt: job.endedAt?.toISOString() ?? null,
      contact: contactOf(job, job.updatedAt),
    },
  })
  const kind = TOLD[state]
  if (kind === undefined) return
  await notify(tx, {
    kind,
    to: `account:${accountId}`,
    key: `${id}:${epoch}`,
    data: { jobId: id, jobName: name ?? id, panelId, hostSite },
  })
}
