import type { NotificationKind } from '@crosspanel/protocol/notification'
import { JOB_STATE_WORDS, type JobState } from '@crosspanel/protocol/states'
import type { Tx } from '../db.ts'
import { notify } from '../notifications/notify.ts'
import { publish } from '../notifications/publish.ts'
import type { JobRow } from './schema.ts'

/** Endings that the researcher is told of wherever they are. */
const TOLD: Partial<Record<JobState, NotificationKind>> = {
  completed: 'job-completed',
  rejected: 'job-rejected',
  failed: 'job-failed',
  cancelled: 'job-cancelled',
  expired: 'job-expired',
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
