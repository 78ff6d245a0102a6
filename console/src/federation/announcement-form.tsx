import {
  ANNOUNCEMENT_MAX_LENGTH,
  type AnnouncementForm as Wanted,
  SEVERITIES,
  spanFault,
  wantedOf,
} from './announcing.ts'
import { createSignal, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import { createAction } from '../api/action.ts'
import { read } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { RadioGroup, TextArea, TextField } from '../ui/field.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { announce } from '../ui/status-region.tsx'
import { registry } from './client.ts'
import { t as appWords } from '../app/words.ts'
import { t } from './words.ts'

/** Label, hint, control and fault on the lines of the field beside it, however long its hint is. */
const BESIDE = 'sm:row-span-4 sm:grid sm:grid-rows-subgrid'

const EMPTY: Wanted = { severity: 'info', text: '', from: '', until: '' }

/** Tells everybody at every site. */
export function AnnouncementForm(props: { onMade: () => void }) {
  const [form, setForm] = createStore<Wanted>({ ...EMPTY })
  const [isTried, setTried] = createSignal(false)
  const action = createAction((wanted: Wanted) =>
    read(registry.announcements.$post({ json: wantedOf(wanted) })),
  )
  const untilFault = () =>
    isTried() && spanFault(form, new Date())
      ? t().announcements.spanFault
      : action.faultOf('#/until')

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    setTried(true)
    if (spanFault(form, new Date()) || !(await action.run({ ...form }))) return
    setForm({ ...EMPTY })
    setTried(false)
    announce(t().announcements.made, { isShown: true })
    props.onMade()
  }

  return (
    <form class="flex max-w-2xl flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <Show when={action.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
      <TextArea
        label={t().announcements.text}
        hint={t().announcements.textHint}
        name="text"
        required
        maxlength={ANNOUNCEMENT_MAX_LENGTH}
        value={form.text}
        onInput={(text) => setForm({ text })}
        fault={action.faultOf('#/text')}
      />
      <RadioGroup
        label={t().announcements.severity}
        value={form.severity}
        choices={SEVERITIES.map((value) => ({
          value,
          label: appWords().severity[value],
          hint: t().announcements.severityHints[value],
        }))}
        onChange={(severity) => setForm({ severity })}
      />
      <div class="grid gap-4 sm:grid-cols-2 sm:grid-rows-[repeat(4,auto)] sm:gap-y-0">
        <TextField
          class={BESIDE}
          label={t().announcements.from}
          hint={t().announcements.fromHint}
          name="from"
          type="datetime-local"
          value={form.from}
          onInput={(from) => setForm({ from })}
          fault={action.faultOf('#/from')}
        />
        <TextField
          class={BESIDE}
          label={t().announcements.until}
          hint={t().announcements.untilHint}
          name="until"
          type="datetime-local"
          value={form.until}
          onInput={(until) => setForm({ until })}
          fault={untilFault()}
        />
      </div>
      <div>
        <Button type="submit" look="primary" isBusy={action.isBusy()}>
          {t().announcements.announce}
        </Button>
      </div>
    </form>
  )
}
