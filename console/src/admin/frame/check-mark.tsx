import type { CheckState } from '@crosspanel/protocol/status'
import type { IconName } from '../../ui/icons.tsx'
import { StateMark, type Tone } from '../../ui/state-mark.tsx'
import { t } from './words.ts'

const MARKS: Readonly<Record<CheckState | 'unknown', readonly [Tone, IconName]>> = {
  ok: ['good', 'check'],
  degraded: ['warn', 'warning'],
  failed: ['bad', 'cross'],
  unknown: ['plain', 'dot'],
}

/** How a part of the node, or a peer, was when it was looked at last. */
export function CheckMark(props: { state: CheckState | null }) {
  const state = () => props.state ?? 'unknown'
  return (
    <StateMark tone={MARKS[state()][0]} icon={MARKS[state()][1]}>
      {t().checkStates[state()]}
    </StateMark>
  )
}
