import type { JobView } from '@crosspanel/protocol/job'
import { Show } from 'solid-js'
import { Progress } from '../ui/progress.tsx'
import { stateWords } from './state-words.ts'
import { t } from './words.ts'

/** Phase and chunks as the host reported them last; nothing when it has reported none, or the job has ended. */
export function JobProgress(props: { job: Pick<JobView, 'progress' | 'endedAt'> }) {
  const progress = () => (props.job.endedAt === null ? props.job.progress : null)
  return (
    <Show when={progress()}>
      {(now) => (
        <Progress
          label={stateWords().phases[now().phase]}
          done={now().chunksDone}
          total={now().chunksTotal}
          text={`${stateWords().phases[now().phase]}, ${t().chunks(now().chunksDone, now().chunksTotal)}`}
        />
      )}
    </Show>
  )
}
