import { createSignal, For, Show } from 'solid-js'
import { formatBytes } from '../i18n/format.ts'
import { Breakable } from '../ui/breakable.tsx'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/page.tsx'
import { ProblemBox } from '../ui/problem-box.tsx'
import type { Draft } from './draft.ts'
import { FileFault } from './file-fault.tsx'
import { FilePicker } from './file-picker.tsx'
import type { FirstLook } from './first-look.ts'
import { matchFiles, type Mismatch } from './match-files.ts'
import { checker } from './wizard.ts'
import { t } from './words.ts'

/** Asks for the files that an upload was begun with, and refuses others, naming what has changed. */
export function PickAgain(props: {
  draft: Draft
  /** The same files, in the draft's order. */
  onFiles: (files: readonly File[]) => void
  /** Other files, to begin anew with. */
  onOthers: (look: FirstLook, files: readonly File[]) => void
}) {
  const [isBusy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<unknown>()
  const [other, setOther] = createSignal<{
    mismatch: Mismatch
    look: FirstLook
    files: readonly File[]
  }>()

  async function pick(files: readonly File[]): Promise<void> {
    setBusy(true)
    setError(undefined)
    setOther(undefined)
    try {
      const look = await checker.firstLook(files)
      const match = matchFiles(props.draft.files, look.files)
      if ('order' in match) props.onFiles(match.order.flatMap((index) => files[index] ?? []))
      else setOther({ mismatch: match.mismatch, look, files })
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Section title={t().sendAgain}>
      <p class="mb-3">{t().sendAgainText}</p>
      <ul class="mb-4 list-disc pl-5 text-sm wrap-anywhere">
        <For each={props.draft.files}>
          {({ identity, sentBytes }) => (
            <li>
              <Breakable text={identity.name} />,{' '}
              {t().sent(formatBytes(sentBytes), formatBytes(identity.size))}
            </li>
          )}
        </For>
      </ul>
      <FilePicker label={t().choose} isBusy={isBusy()} onPick={(files) => void pick(files)} />
      <div role="status" class="mt-2">
        <Show when={isBusy()}>{t().checking}</Show>
      </div>
      <FileFault error={error()} />
      <Show when={other()}>
        {(found) => (
          <ProblemBox
            isAlert
            title={t().sendChanged}
            seen={mismatchWords(found().mismatch)}
            why={t().sendChangedWhy}
            fix={t().sendChangedFix}
            actions={
              <Button onClick={() => props.onOthers(found().look, found().files)}>
                {t().sendFresh}
              </Button>
            }
          />
        )}
      </Show>
    </Section>
  )
}

function mismatchWords({ of, was, is }: Mismatch): string {
  const words = t().sendChangedSeen
  if (of === 'content' || of === 'time') return words[of]
  return words[of](was, is)
}
