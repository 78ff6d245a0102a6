import { createSignal, Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { formatDate } from '../../i18n/format.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { FailureBox } from '../../ui/problem-box.tsx'
import { createChange } from '../frame/change.ts'
import { t } from './words.ts'

/** Until when a job's results are kept. */
export function KeepDialog(props: {
  jobId: string | undefined
  onClose: () => void
  refresh: () => Promise<void>
}) {
  const [day, setDay] = createSignal('')
  const keep = createChange(
    ({ id, until }: { id: string; until: string }) =>
      read(api.admin.jobs[':id'].retention.$put({ param: { id }, json: { until } })),
    { said: ({ until }) => t().kept(formatDate(until)), refresh: () => props.refresh() },
  )
  function close(): void {
    keep.clear()
    setDay('')
    props.onClose()
  }
  async function run(event: Event, id: string): Promise<void> {
    event.preventDefault()
    const until = new Date(`${day()}T23:59:59`).toISOString()
    if (await keep.run({ id, until })) close()
  }
  return (
    <Show when={props.jobId}>
      {(id) => (
        <Dialog title={t().keepTitle} isOpen onClose={close}>
          <p>{t().keepText}</p>
          <form class="flex flex-col gap-3" onSubmit={(event) => void run(event, id())}>
            <TextField
              label={t().until}
              type="date"
              required
              value={day()}
              onInput={setDay}
              fault={keep.faultOf('#/until')}
            />
            <Show when={keep.failure()}>
              {(failure) => <FailureBox failure={failure()} isAlert />}
            </Show>
            <div class="flex justify-end">
              <Button type="submit" look="primary" isBusy={keep.isBusy()}>
                {t().keep}
              </Button>
            </div>
          </form>
        </Dialog>
      )}
    </Show>
  )
}
