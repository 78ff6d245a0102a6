import { useNavigate } from '@solidjs/router'
import { createResource, createSignal, For, Show } from 'solid-js'
import type { ApiFailure } from '../api/failure.ts'
import { usePerson } from '../app/context.ts'
import { formatAge } from '../i18n/format.ts'
import { NeedsHttps } from '../keys/needs-https.tsx'
import { Button, LinkButton } from '../ui/button.tsx'
import { Page, Section } from '../ui/page.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { now } from '../ui/time.tsx'
import { type Draft, newDraft } from './draft.ts'
import { wizardFailure } from './failures.ts'
import { afterLook } from './picking.ts'
import { FilesStep } from './steps/files-step.tsx'
import { checker, drafts, dropUploads, keepFiles, newDraftId } from './wizard.ts'
import { t } from './words.ts'

/** Begins a job with its files, or goes on with one that was begun. A draft exists once its files were looked at. */
export default function NewPage() {
  const person = usePerson()
  const navigate = useNavigate()
  const [failure, setFailure] = createSignal<ApiFailure>()
  const [begun, { refetch }] = createResource(async () => {
    try {
      return await drafts.list(person().id)
    } catch (error) {
      setFailure(wizardFailure(error))
      return []
    }
  })

  async function pick(files: readonly File[]): Promise<void> {
    const look = await checker.firstLook(files)
    const id = newDraftId()
    await drafts.save({ ...newDraft(id, person().id, new Date()), ...afterLook(look) })
    keepFiles(id, files)
    navigate(`/new/${id}/files`)
  }

  async function remove(draft: Draft): Promise<void> {
    setFailure(undefined)
    try {
      await drafts.remove(draft.id)
      keepFiles(draft.id, [])
      await dropUploads(draft.files)
    } catch (error) {
      setFailure(wizardFailure(error))
    }
    await refetch()
  }

  return (
    <Page title={t().title}>
      <NeedsHttps>
        <FilesStep draft={undefined} onPick={pick} whole={undefined} />
      </NeedsHttps>
      <Show when={failure()}>{(one) => <FailureBox isAlert failure={one()} />}</Show>
      <Show when={(begun.latest ?? []).length > 0}>
        <div class="mt-8">
          <Section title={t().drafts}>
            <ul class="flex max-w-3xl flex-col">
              <For each={begun.latest}>
                {(draft) => (
                  <li class="flex flex-wrap items-center justify-between gap-3 border-b border-line py-2">
                    <span class="min-w-0 break-words">
                      {draft.name || draft.files.map(({ identity }) => identity.name).join(', ')}
                      <span class="block text-sm text-faint">
                        {t().changed(formatAge(draft.updatedAt, now()))}
                      </span>
                    </span>
                    <span class="flex gap-2">
                      <LinkButton href={`/new/${draft.id}/review`}>{t().goOn}</LinkButton>
                      <Button look="quiet" icon="trash" onClick={() => void remove(draft)}>
                        {t().remove}
                      </Button>
                    </span>
                  </li>
                )}
              </For>
            </ul>
          </Section>
        </div>
      </Show>
    </Page>
  )
}
