import type { ChangeMaintenance, Maintenance } from '@crosspanel/protocol/maintenance'
import { createSignal, Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Link } from '../../ui/link.tsx'
import { FailureBox } from '../../ui/problem-box.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { ExactTime } from '../../ui/time.tsx'
import { createChange } from '../frame/change.ts'
import { instantOf } from './notice.ts'
import { t } from './words.ts'

/** Whether the site takes new work of its researchers, and the switch for it. */
export function MaintenancePart(props: { maintenance: Maintenance; refresh: () => Promise<void> }) {
  const [isAsking, setAsking] = createSignal(false)
  const isOn = () => props.maintenance.isOn
  return (
    <div class="flex flex-col items-start gap-3 text-sm">
      <StateMark tone={isOn() ? 'warn' : 'good'} icon={isOn() ? 'pause' : 'check'}>
        {isOn() ? t().isOn : t().isOff}
      </StateMark>
      <Show when={isOn()}>
        <p>
          {props.maintenance.message}
          <Show when={props.maintenance.until}>
            {(until) => (
              <span class="block text-faint">
                {t().until} <ExactTime at={until()} />
              </span>
            )}
          </Show>
        </p>
      </Show>
      <p>
        {t().offText} <Link href="/admin/queue">{t().toQueue}</Link>
      </p>
      <Button icon={isOn() ? 'play' : 'pause'} onClick={() => setAsking(true)}>
        {isOn() ? t().end : t().begin}
      </Button>
      <Show when={isAsking()}>
        <SwitchDialog isOn={!isOn()} onClose={() => setAsking(false)} refresh={props.refresh} />
      </Show>
    </div>
  )
}

function SwitchDialog(props: {
  /** What it is to be. */
  isOn: boolean
  onClose: () => void
  refresh: () => Promise<void>
}) {
  const [message, setMessage] = createSignal('')
  const [until, setUntil] = createSignal('')
  const change = createChange((json: ChangeMaintenance) => read(api.maintenance.$put({ json })), {
    said: ({ isOn }) => (isOn ? t().began : t().ended),
    refresh: () => props.refresh(),
  })
  const { isOn } = props
  async function run(event: Event): Promise<void> {
    event.preventDefault()
    const wanted = { isOn, message: message(), until: instantOf(until()) }
    if (await change.run(wanted)) props.onClose()
  }
  return (
    <Dialog title={isOn ? t().begin : t().end} isOpen onClose={props.onClose}>
      <form class="flex flex-col gap-3" onSubmit={(event) => void run(event)}>
        <Show when={isOn} fallback={<p>{t().endText}</p>}>
          <TextField
            label={t().message}
            required
            maxlength={300}
            value={message()}
            onInput={setMessage}
            fault={change.faultOf('#/message')}
          />
          <TextField
            label={t().until}
            hint={t().untilHint}
            type="datetime-local"
            value={until()}
            onInput={setUntil}
            fault={change.faultOf('#/until')}
          />
        </Show>
        <Show when={change.failure()}>
          {(failure) => <FailureBox failure={failure()} isAlert />}
        </Show>
        <div class="flex justify-end">
          <Button type="submit" look="primary" isBusy={change.isBusy()}>
            {isOn ? t().begin : t().end}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
