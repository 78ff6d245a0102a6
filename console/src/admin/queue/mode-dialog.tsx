import type { QueueMode } from '@crosspanel/protocol/queue-mode'
import { createSignal, Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { FailureBox } from '../../ui/problem-box.tsx'
import { createChange } from '../frame/change.ts'
import { t } from './words.ts'

/** Asks for the reason of another mode, and sets it. */
export function ModeDialog(props: {
  mode: QueueMode | undefined
  onClose: () => void
  refresh: () => Promise<void>
}) {
  const [reason, setReason] = createSignal('')
  const change = createChange(
    (json: { mode: QueueMode; reason: string }) => read(api.admin.queue.mode.$put({ json })),
    { said: ({ mode }) => t().changed[mode], refresh: () => props.refresh() },
  )
  function close(): void {
    change.clear()
    setReason('')
    props.onClose()
  }
  async function run(event: Event, mode: QueueMode): Promise<void> {
    event.preventDefault()
    if (await change.run({ mode, reason: reason() })) close()
  }
  return (
    <Show when={props.mode}>
      {(mode) => (
        <Dialog title={t().confirm[mode()]} isOpen onClose={close}>
          <p>{t().explained[mode()]}</p>
          <form class="flex flex-col gap-3" onSubmit={(event) => void run(event, mode())}>
            <Show when={mode() !== 'open'}>
              <TextField
                label={t().reason}
                hint={t().reasonHint}
                value={reason()}
                onInput={setReason}
                maxlength={300}
                fault={change.faultOf('#/reason')}
              />
            </Show>
            <Show when={change.failure()}>
              {(failure) => <FailureBox failure={failure()} isAlert />}
            </Show>
            <div class="flex justify-end">
              <Button type="submit" look="primary" isBusy={change.isBusy()}>
                {t().verbs[mode()]}
              </Button>
            </div>
          </form>
        </Dialog>
      )}
    </Show>
  )
}
