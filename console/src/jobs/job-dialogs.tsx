import type { JobDetail } from '@crosspanel/protocol/job'
import { createAction } from '../api/action.ts'
import { api, done, read } from '../api/client.ts'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { announce } from '../ui/status-region.tsx'
import { t } from './words.ts'

/** Asks before a job is cancelled or begun anew. */
export default function JobDialogs(props: {
  job: JobDetail
  deed: 'cancel' | 'retry'
  onClose: () => void
  onDone: () => void
}) {
  const cancel = createAction((id: string) => done(api.jobs[':id'].$delete({ param: { id } })))
  const retry = createAction((id: string) => read(api.jobs[':id'].retry.$post({ param: { id } })))

  function finish(words: string): void {
    announce(words, { isShown: true })
    props.onDone()
  }

  return (
    <>
      <ConfirmDialog
        title={t().job.cancelTitle}
        verb={t().job.cancel}
        isDangerous
        isOpen={props.deed === 'cancel'}
        onClose={props.onClose}
        action={cancel}
        argument={props.job.id}
        onDone={() => finish(t().job.cancelled)}
      >
        <p>{t().job.cancelText}</p>
      </ConfirmDialog>
      <ConfirmDialog
        title={t().job.retryTitle}
        verb={t().job.retry}
        isOpen={props.deed === 'retry'}
        onClose={props.onClose}
        action={retry}
        argument={props.job.id}
        onDone={() => finish(t().job.retried)}
      >
        <p>{t().job.retryText}</p>
      </ConfirmDialog>
    </>
  )
}
