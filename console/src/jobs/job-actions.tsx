import type { JobDetail } from '@crosspanel/protocol/job'
import { createSignal, lazy, Show, Suspense } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { actionsOf } from './timeline.ts'
import { t } from './words.ts'

/** Comes when it is asked for: the first view of a job need not carry dialogs. */
const JobDialogs = lazy(() => import('./job-dialogs.tsx'))

/** What can be done with the job in its state: nothing is offered that the node would refuse. */
export function JobActionButtons(props: { job: JobDetail; onDone: () => void }) {
  const [asked, setAsked] = createSignal<'cancel' | 'retry'>()
  const may = () => actionsOf(props.job)

  return (
    <>
      <Show when={may().canRetry}>
        <Button look="primary" icon="running" onClick={() => setAsked('retry')}>
          {t().job.retry}
        </Button>
      </Show>
      <Show when={may().canCancel}>
        <Button look="danger" icon="stop" onClick={() => setAsked('cancel')}>
          {t().job.cancel}
        </Button>
      </Show>
      <Show when={asked()}>
        {(deed) => (
          // The page stays while the dialogs are fetched.
          <Suspense>
            <JobDialogs
              job={props.job}
              deed={deed()}
              onClose={() => setAsked(undefined)}
              onDone={props.onDone}
            />
          </Suspense>
        )}
      </Show>
    </>
  )
}
