import type { AlertView, SilenceAlert } from '@crosspanel/protocol/alert'
import { createSignal, Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Checkbox, Select, TextField } from '../../ui/field.tsx'
import { FailureBox } from '../../ui/problem-box.tsx'
import { createChange } from '../frame/change.ts'
import { t } from './words.ts'

const MINUTES = ['60', '480', '1440', '10080'] as const
type Minutes = (typeof MINUTES)[number]

export function SilenceDialog(props: {
  alert: AlertView
  isOpen: boolean
  onClose: () => void
  refresh: () => Promise<void>
}) {
  const [minutes, setMinutes] = createSignal<Minutes>('480')
  const [isOnlyThis, setOnlyThis] = createSignal(true)
  const [reason, setReason] = createSignal('')
  const silence = createChange((json: SilenceAlert) => read(api.alerts.silences.$post({ json })), {
    said: () => t().silenced,
    refresh: () => props.refresh(),
  })

  async function run(event: Event): Promise<void> {
    event.preventDefault()
    const { code, subject } = props.alert
    const isDone = await silence.run({
      code,
      minutes: Number(minutes()),
      reason: reason(),
      ...(isOnlyThis() ? { subject } : {}),
    })
    if (isDone) props.onClose()
  }

  return (
    <Dialog title={t().silenceTitle} isOpen={props.isOpen} onClose={props.onClose}>
      <p>{t().silenceText}</p>
      <form class="flex flex-col gap-3" onSubmit={(event) => void run(event)}>
        <Select
          label={t().duration}
          value={minutes()}
          choices={MINUTES.map((value) => ({ value, label: t().durations[value] }))}
          onChange={setMinutes}
        />
        <Checkbox
          label={t().onlyThis(props.alert.subject)}
          isChecked={isOnlyThis()}
          onChange={setOnlyThis}
        />
        <TextField
          label={t().reason}
          hint={t().reasonHint}
          value={reason()}
          onInput={setReason}
          required
          maxlength={500}
          fault={silence.faultOf('#/reason')}
        />
        <Show when={silence.failure()}>
          {(failure) => <FailureBox failure={failure()} isAlert />}
        </Show>
        <div class="flex justify-end">
          <Button type="submit" look="primary" isBusy={silence.isBusy()}>
            {t().silence}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
