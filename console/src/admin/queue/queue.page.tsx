import type { QueueControl } from '@crosspanel/protocol/queue'
import type { QueueMode } from '@crosspanel/protocol/queue-mode'
import { createSignal, For, Show } from 'solid-js'
import { api, done, read } from '../../api/client.ts'
import { createQuery } from '../../api/query.ts'
import { withColon } from '../../i18n/format.ts'
import { Button } from '../../ui/button.tsx'
import type { IconName } from '../../ui/icons.tsx'
import { FailureBox } from '../../ui/problem-box.tsx'
import { StateMark, type Tone } from '../../ui/state-mark.tsx'
import { Age } from '../../ui/time.tsx'
import { View } from '../../ui/view.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { createChange } from '../frame/change.ts'
import { ModeDialog } from './mode-dialog.tsx'
import { Runs } from './queued-runs.tsx'
import { modesAfter, type RunChange } from './run-actions.ts'
import { t } from './words.ts'

const MARKS: Readonly<Record<QueueMode, readonly [Tone, IconName]>> = {
  open: ['good', 'play'],
  paused: ['warn', 'pause'],
  draining: ['warn', 'stop'],
}

/** Runs that wait for a core here, in their order, and the administrators' hand on them. */
export default function QueuePage() {
  const queue = createQuery(
    () => 'queue',
    () => read(api.admin.queue.$get()),
    { onPatch: ({ type }) => (type === 'queue' || type === 'run' ? 'refresh' : undefined) },
  )
  const [wanted, setWanted] = createSignal<QueueMode>()
  const change = createChange(
    ({ id, change: by }: { id: string; change: RunChange }) => changeRun(id, by),
    { said: () => t().done, refresh: queue.refresh },
  )
  return (
    <AdminPage
      title={t().title}
      actions={
        <Show when={queue.data()}>
          {(data) => (
            <For each={modesAfter(data().control.mode)}>
              {(mode) => (
                <Button
                  look={mode === 'open' ? 'primary' : 'plain'}
                  icon={MARKS[mode][1]}
                  onClick={() => setWanted(mode)}
                >
                  {t().verbs[mode]}
                </Button>
              )}
            </For>
          )}
        </Show>
      }
    >
      <Show when={change.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
      <View query={queue}>
        {(data) => (
          <>
            <Control control={data().control} />
            <p class="mb-5 text-sm">{t().counts(data().queued, data().running)}</p>
            <Runs
              queue={data()}
              change={(run, by) => void change.run({ id: run.runId, change: by })}
            />
          </>
        )}
      </View>
      <ModeDialog mode={wanted()} onClose={() => setWanted(undefined)} refresh={queue.refresh} />
    </AdminPage>
  )
}

function changeRun(id: string, change: RunChange): Promise<void> {
  const run = api.admin.queue.runs[':id']
  if (change.kind === 'retry') return done(run.retry.$post({ param: { id } }))
  const json =
    change.kind === 'priority' ? { priority: change.priority } : { isHeld: change.kind === 'hold' }
  return done(run.$patch({ param: { id }, json }))
}

function Control(props: { control: QueueControl }) {
  const mode = () => props.control.mode
  return (
    <div class="mb-2 text-sm">
      <StateMark tone={MARKS[mode()][0]} icon={MARKS[mode()][1]}>
        {t().modes[mode()]}
      </StateMark>{' '}
      <Show when={mode() !== 'open'}>
        {t().since} <Age at={props.control.changedAt} />
      </Show>
      <p class="mt-1">{t().explained[mode()]}</p>
      <Show when={mode() !== 'open' && props.control.reason}>
        {(reason) => (
          <p class="mt-1">
            {withColon(t().reason)} {reason()}
          </p>
        )}
      </Show>
    </div>
  )
}
