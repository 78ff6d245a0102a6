import type { AlertCode, AlertView } from '@crosspanel/protocol/alert'
import type { CheckState, PartHealth } from '@crosspanel/protocol/status'

const WORST_FIRST: readonly CheckState[] = ['failed', 'degraded', 'ok']

/** What is broken first; within one state the order of the node. */
export function worstFirst<P extends Pick<PartHealth, 'state'>>(parts: readonly P[]): P[] {
  return parts.toSorted((a, b) => WORST_FIRST.indexOf(a.state) - WORST_FIRST.indexOf(b.state))
}

/** The alerts that are about a part of the node: they say more of it than its check does. */
const ALERTS_OF: Readonly<Record<string, readonly AlertCode[]>> = {
  database: ['database-away', 'database-slow'],
  worker: ['worker-missing'],
  disk: ['disk-low', 'disk-filling'],
  hints: ['hints-away'],
  engines: ['engine-missing'],
  clock: ['clock-off'],
  store: ['store-away'],
}

/** Parts in trouble that no alert tells of yet, the worst first. */
export function untoldOf<P extends Pick<PartHealth, 'name' | 'state'>>(
  parts: readonly P[],
  alerts: readonly Pick<AlertView, 'code'>[],
): P[] {
  const isTold = ({ name }: P) =>
    alerts.some(({ code }) => ALERTS_OF[name]?.includes(code) === true)
  return worstFirst(parts).filter((part) => part.state !== 'ok' && !isTold(part))
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
