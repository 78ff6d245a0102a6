import { useNavigate } from '@solidjs/router'
import { createResource, For, Show } from 'solid-js'
import { usePerson } from '../app/context.ts'
import { formatAge } from '../i18n/format.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { Page, Section } from '../ui/page.tsx'
import { now } from '../ui/time.tsx'
import { newDraft } from './draft.ts'
import { afterLook } from './picking.ts'
import { FilesStep } from './steps/files-step.tsx'
import { checker, drafts, keepFiles, newDraftId } from './wizard.ts'
import { t } from './words.ts'

/** Begins a job with its files, or goes on with one that was begun. A draft exists once its files were looked at. */
export default function NewPage() {
  const person = usePerson()
  const navigate = useNavigate()
  const [begun, { refetch }] = createResource(() => drafts.list(person().id))

  async function pick(files: readonly File[]): Promise<void> {
    const look = await checker.firstLook(files)
    const id = newDraftId()
    await drafts.save({ ...newDraft(id, person().id, new Date()), ...afterLook(look) })
    keepFiles(id, files)
    navigate(`/new/${id}/files`)
  }

  return (
    <Page title={t().title}>
      <FilesStep draft={undefined} onPick={pick} whole={undefined} />
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
                      <Button
                        look="quiet"
                        icon="trash"
                        onClick={() => void drafts.remove(draft.id).then(() => refetch())}
                      >
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
