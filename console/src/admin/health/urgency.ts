import type { AlertView } from '@crosspanel/protocol/alert'
import type { CheckState, PartHealth } from '@crosspanel/protocol/status'

const WORST_FIRST: readonly CheckState[] = ['failed', 'degraded', 'ok']

/** What is broken first; within one state the order of the node. */
export function worstFirst<P extends Pick<PartHealth, 'state'>>(parts: readonly P[]): P[] {
  return parts.toSorted((a, b) => WORST_FIRST.indexOf(a.state) - WORST_FIRST.indexOf(b.state))
}

/** What stops work before what will, what nobody sees to before what somebody does, the oldest first. */
export function mostUrgentFirst(alerts: readonly AlertView[]): AlertView[] {
  const rank = ({ severity, state }: AlertView) =>
    (severity === 'critical' ? 0 : 2) + (state === 'raised' ? 0 : 1)
  return alerts.toSorted(
    (a, b) => rank(a) - rank(b) || Date.parse(a.raisedAt) - Date.parse(b.raisedAt),
  )
}

export function backupState(
  { taken, alertAfterS }: { taken: { at: string } | null; alertAfterS: number },
  nowMs: number,
): CheckState {
  if (taken === null) return 'failed'
  return (nowMs - Date.parse(taken.at)) / 1000 > alertAfterS ? 'failed' : 'ok'
}
