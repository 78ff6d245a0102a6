import type { Announcement, AnnouncementSeverity } from '@crosspanel/protocol/announcement'
import { createSignal, Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select, TextArea, TextField } from '../../ui/field.tsx'
import { FailureBox } from '../../ui/problem-box.tsx'
import { createChange } from '../frame/change.ts'
import { instantOf, localText } from './notice.ts'
import { t as appWords } from '../../app/words.ts'
import { t } from './words.ts'

interface Wanted {
  readonly severity: AnnouncementSeverity
  readonly text: string
  readonly from: string
  readonly until: string
}
const SEVERITIES = ['info', 'warning', 'critical'] as const

/** A new announcement, or another text and time of one that is there. */
export function NoticeDialog(props: {
  /** Of which there is none yet when undefined. */
  notice: Announcement | undefined
  onClose: () => void
  refresh: () => Promise<void>
}) {
  const [wanted, setWanted] = createSignal<Wanted>({
    severity: props.notice?.severity ?? 'info',
    text: props.notice?.text ?? '',
    from: localText(props.notice?.from ?? null),
    until: localText(props.notice?.until ?? null),
  })
  const set = (change: Partial<Wanted>) => setWanted((before) => ({ ...before, ...change }))
  const save = createChange((of: Wanted, key) => send(of, props.notice, key), {
    said: () => t().saved,
    refresh: () => props.refresh(),
  })
  async function run(event: Event): Promise<void> {
    event.preventDefault()
    if (await save.run(wanted())) props.onClose()
  }
  return (
    <Dialog
      title={props.notice === undefined ? t().announce : t().edit}
      isOpen
      onClose={props.onClose}
    >
      <form class="flex flex-col gap-3" onSubmit={(event) => void run(event)}>
        <Select
          label={t().severity}
          value={wanted().severity}
          choices={SEVERITIES.map((value) => ({ value, label: appWords().severity[value] }))}
          onChange={(severity) => set({ severity })}
        />
        <TextArea
          label={t().text}
          required
          maxlength={1000}
          value={wanted().text}
          onInput={(text) => set({ text })}
          fault={save.faultOf('#/text')}
        />
        <TextField
          label={t().from}
          hint={t().fromHint}
          type="datetime-local"
          value={wanted().from}
          onInput={(from) => set({ from })}
          fault={save.faultOf('#/from')}
        />
        <TextField
          label={t().until}
          hint={t().untilHint}
          type="datetime-local"
          value={wanted().until}
          onInput={(until) => set({ until })}
          fault={save.faultOf('#/until')}
        />
        <Show when={save.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
        <div class="flex justify-end">
          <Button type="submit" look="primary" isBusy={save.isBusy()}>
            {props.notice === undefined ? t().announce : t().save}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

async function send(
  { severity, text, from, until }: Wanted,
  notice: Announcement | undefined,
  idempotencyKey: string,
): Promise<unknown> {
  const begins = instantOf(from)
  const json = {
    ...{ severity, text, until: instantOf(until) },
    ...(begins === null ? {} : { from: begins }),
  }
  if (notice !== undefined) {
    return read(api.announcements[':id'].$patch({ param: { id: notice.id }, json }))
  }
  return read(api.announcements.$post({ json, header: { 'idempotency-key': idempotencyKey } }))
}
