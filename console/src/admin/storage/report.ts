import type { ReconcileReport, ScrubStatus } from '@crosspanel/protocol/file'
import type { SettingView } from '@crosspanel/protocol/settings'

/** Whether something was found that a person should decide about. */
export function hasFindings(report: ReconcileReport): boolean {
  const { orphanBlobs, missingBlobs, undestroyedBlobs } = report
  return orphanBlobs + missingBlobs + undestroyedBlobs > 0
}

const RETENTION = /_RETENTION_DAYS$|_EXPIRY_REMINDER_DAYS$|_JOB_DEADLINE_DAYS$|_SCRUB_DAYS$/

/** The settings that say how long things are kept. */
export function retentionOf(settings: readonly SettingView[]): SettingView[] {
  return settings.filter(({ name }) => RETENTION.test(name))
}

/**
 * What the check of the kept files is at; `soon` when it was asked for and has not begun. Asked for while
 * one runs, it follows that one: `requestedAt` stays until it was done.
 */
export function scrubState({ isRunning, requestedAt }: ScrubStatus): 'running' | 'soon' | 'idle' {
  if (isRunning) return 'running'
  return requestedAt === null ? 'idle' : 'soon'
}
