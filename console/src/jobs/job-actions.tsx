import type { JobDetail } from '@crosspanel/protocol/job'
import { createSignal, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, done, read } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { announce } from '../ui/status-region.tsx'
import { actionsOf } from './timeline.ts'
import { t } from './words.ts'

/** What can be done with the job in its state: nothing is offered that the node would refuse. */
export function JobActionButtons(props: { job: JobDetail; onDone: () => void }) {
  const [asked, setAsked] = createSignal<'cancel' | 'retry'>()
  const may = () => actionsOf(props.job)
  const cancel = createAction((id: string) => done(api.jobs[':id'].$delete({ param: { id } })))
  const retry = createAction((id: string) => read(api.jobs[':id'].retry.$post({ param: { id } })))
  const close = () => setAsked(undefined)

  function finish(words: string): void {
    announce(words, { isShown: true })
    props.onDone()
  }

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
      <ConfirmDialog
        title={t().job.cancelTitle}
        verb={t().job.cancel}
        isDangerous
        isOpen={asked() === 'cancel'}
        onClose={close}
        action={cancel}
        argument={props.job.id}
        onDone={() => finish(t().job.cancelled)}
      >
        <p>{t().job.cancelText}</p>
      </ConfirmDialog>
      <ConfirmDialog
        title={t().job.retryTitle}
        verb={t().job.retry}
        isOpen={asked() === 'retry'}
        onClose={close}
        action={retry}
        argument={props.job.id}
        onDone={() => finish(t().job.retried)}
      >
        <p>{t().job.retryText}</p>
      </ConfirmDialog>
    </>
  )
}
