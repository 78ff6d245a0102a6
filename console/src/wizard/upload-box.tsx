import { For, Match, onMount, Show, Switch } from 'solid-js'
import { formatBytes, formatDuration } from '../i18n/format.ts'
import { Breakable } from '../ui/breakable.tsx'
import { Button } from '../ui/button.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { Progress } from '../ui/progress.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import type { Draft } from './draft.ts'
import { UnreadableBox } from './file-fault.tsx'
import type { Sending } from './sending.ts'
import { t } from './words.ts'

/** What has arrived of each file and of all, as the node says; never as the browser hopes. */
export function UploadBox(props: { draft: Draft; sending: Sending }) {
  const kind = () => props.sending.progress()?.kind ?? 'ready'
  const doneBytes = () => props.draft.files.reduce((sum, { sentBytes }) => sum + sentBytes, 0)
  const allBytes = () => props.draft.files.reduce((sum, { identity }) => sum + identity.size, 0)
  const start = () => props.sending.start(props.draft)
  onMount(start)

  const text = () => {
    const sent = t().sent(formatBytes(doneBytes()), formatBytes(allBytes()))
    const rate = props.sending.progress()?.bytesPerSecond
    if (rate === undefined || rate <= 0) return sent
    const left = formatDuration((allBytes() - doneBytes()) / rate)
    return `${sent}, ${t().sentRate(formatBytes(rate), left)}`
  }

  return (
    <div class="flex flex-col gap-4">
      <Progress label={t().sendTitle} done={doneBytes()} total={allBytes()} text={text()} />
      <p role="status">
        <Switch>
          <Match when={kind() === 'sending'}>{t().sending}</Match>
          <Match when={kind() === 'paused'}>{t().paused}</Match>
          <Match when={kind() === 'done' && props.sending.submit.failure() === undefined}>
            {t().uploadDone}
          </Match>
        </Switch>
      </p>
      <Show when={kind() === 'failed' && props.sending.progress()?.failure}>
        {(failure) => <FailureBox isAlert failure={failure()} onRetry={start} />}
      </Show>
      <Show when={kind() === 'unreadable'}>
        <UnreadableBox
          seen={t().changedOnDisk}
          actions={
            <Button onClick={() => props.sending.forget(props.draft)}>{t().chooseAgain}</Button>
          }
        />
      </Show>
      <ul class="flex flex-col gap-2 text-sm">
        <For each={props.draft.files}>
          {(file) => (
            <li class="flex flex-wrap items-center justify-between gap-3 border-b border-line pb-2">
              <span class="min-w-0 wrap-anywhere">
                <Breakable text={file.identity.name} />
              </span>
              <Show
                when={file.isComplete}
                fallback={
                  <span class="text-faint tabular-nums">
                    {t().sent(formatBytes(file.sentBytes), formatBytes(file.identity.size))}
                  </span>
                }
              >
                <StateMark tone="good" icon="check">
                  {t().arrived}
                </StateMark>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <div class="flex gap-2">
        <Show when={kind() === 'sending'}>
          <Button icon="pause" onClick={() => props.sending.pause()}>
            {t().sendPause}
          </Button>
        </Show>
        <Show when={kind() === 'paused'}>
          <Button look="primary" icon="play" onClick={start}>
            {t().sendGoOn}
          </Button>
        </Show>
      </div>
    </div>
  )
}
