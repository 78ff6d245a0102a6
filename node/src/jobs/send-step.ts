import { join } from 'node:path'
import type { JobsDeps } from './deps.ts'
import { outcomeOf, type Step } from './driver.ts'
import type { WorkDirs } from './work-dirs.ts'

/** When all is sent the host moves the job on. Should its word never come, everything is offered again. */
const LOOK_AGAIN_MS = 300_000

/** Sends the encrypted input, from where the host's offsets stand. */
export function createSendStep({
  transfers,
  workDirs,
}: Pick<JobsDeps, 'transfers'> & { readonly workDirs: WorkDirs }): Step {
  return async (job, signal) => {
    // The host closes its uploads before its word arrives: a refusal then would read as a failure.
    if (job.isCancelRequested) return { kind: 'later', waitMs: LOOK_AGAIN_MS }
    const dir = join(workDirs.pathOf('outgoing', job), job.inputDir ?? '')
    for (const file of job.input?.files ?? []) {
      const upload = job.uploads?.find(({ name }) => name === file.name)
      if (upload === undefined) throw new Error('an accepted job without an upload')
      const path = join(dir, file.name)
      const reply = await transfers.push(job.hostSite, upload.uploadId, file, path, signal)
      if (reply.kind !== 'answered') return outcomeOf(reply)
    }
    return { kind: 'later', waitMs: LOOK_AGAIN_MS }
  }
}
