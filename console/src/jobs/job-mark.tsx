import type { JobView } from '@crosspanel/protocol/job'
import type { JobState } from '@crosspanel/protocol/states'
import { Show } from 'solid-js'
import type { IconName } from '../ui/icons.tsx'
import { StateMark, type Tone } from '../ui/state-mark.tsx'
import { stateWords } from './state-words.ts'
import { t } from './words.ts'

const MARKS: Readonly<Record<JobState, readonly [Tone, IconName]>> = {
  draft: ['plain', 'dot'],
  uploading: ['accent', 'upload'],
  checking: ['accent', 'search'],
  offered: ['accent', 'clock'],
  transferring: ['accent', 'transfer'],
  queued: ['accent', 'clock'],
  running: ['accent', 'running'],
  returning: ['accent', 'transfer'],
  completed: ['good', 'check'],
  rejected: ['bad', 'cross'],
  failed: ['bad', 'warning'],
  cancelled: ['plain', 'stop'],
  expired: ['warn', 'clock'],
}

/** A job's state in words, with what stands beside it: lost contact, and a cancellation that the host has not done yet. */
export function JobMark(props: {
  job: Pick<JobView, 'state' | 'contact' | 'isCancelRequested' | 'endedAt'>
}) {
  return (
    <span class="inline-flex flex-wrap items-center gap-1">
      <StateMark tone={MARKS[props.job.state][0]} icon={MARKS[props.job.state][1]}>
        {stateWords().states[props.job.state]}
      </StateMark>
      <Show when={props.job.isCancelRequested && props.job.endedAt === null}>
        <StateMark tone="warn" icon="stop">
          {t().cancelRequested}
        </StateMark>
      </Show>
      <Show when={props.job.endedAt === null && props.job.contact === 'late'}>
        <StateMark tone="warn" icon="clock">
          {t().contactLate}
        </StateMark>
      </Show>
      <Show when={props.job.endedAt === null && props.job.contact === 'lost'}>
        <StateMark tone="warn" icon="warning">
          {t().contactLost}
        </StateMark>
      </Show>
    </span>
  )
}
