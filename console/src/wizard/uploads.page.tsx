import type { FileView } from '@crosspanel/protocol/file'
import { createResource, For, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, done, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { usePerson } from '../app/context.ts'
import { formatBytes, formatDateTime } from '../i18n/format.ts'
import { Breakable } from '../ui/breakable.tsx'
import { Button, LinkButton } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { Progress } from '../ui/progress.tsx'
import { announce } from '../ui/status-region.tsx'
import { View } from '../ui/view.tsx'
import type { Draft } from './draft.ts'
import { drafts } from './wizard.ts'
import { t } from './words.ts'

/** Uploads that the node has begun to take and that are not whole yet. They go on where they were begun. */
export default function UploadsPage() {
  const person = usePerson()
  const uploads = createQuery(
    () => 'uploads',
    () => read(api.files.$get({ query: { kind: 'upload', state: 'receiving', limit: '200' } })),
    { onPatch: ({ type }) => (type === 'file' ? 'refresh' : undefined) },
  )
  const [begun] = createResource(() => drafts.list(person().id))
  const remove = createAction((id: string) => done(api.files[':id'].$delete({ param: { id } })))

  async function drop(id: string): Promise<void> {
    if (!(await remove.run(id))) return
    announce(t().deleted, { isShown: true })
    await uploads.refresh()
  }

  const draftOf = (id: string) =>
    begun.latest?.find(({ files }) => files.some(({ fileId }) => fileId === id))

  return (
    <Page title={t().uploadsTitle} lead={t().uploadsLead}>
      <Show when={remove.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
      <View
        query={uploads}
        isEmpty={({ files }) => files.length === 0}
        empty={<EmptyState title={t().uploadsEmpty}>{t().uploadsEmptyText}</EmptyState>}
      >
        {(list) => (
          <ul class="flex max-w-4xl flex-col">
            <For each={list().files}>
              {(file) => (
                <UploadRow
                  file={file}
                  draft={draftOf(file.id)}
                  isBusy={remove.isBusy()}
                  onRemove={() => void drop(file.id)}
                />
              )}
            </For>
          </ul>
        )}
      </View>
    </Page>
  )
}

function UploadRow(props: {
  file: FileView
  draft: Draft | undefined
  isBusy: boolean
  onRemove: () => void
}) {
  const received = () => props.file.receivedBytes ?? 0
  const declared = () => props.file.declaredSize ?? 0
  return (
    <li class="grid gap-x-6 gap-y-2 border-b border-line py-3 sm:grid-cols-[1fr_14rem_auto]">
      <div class="min-w-0">
        <p class="font-medium wrap-anywhere">
          <Breakable text={props.file.name} />
        </p>
        <Show when={props.file.expiresAt}>
          {(at) => (
            <p class="text-sm text-faint">
              {t().columnExpires} {formatDateTime(at())}
            </p>
          )}
        </Show>
        <Show when={props.draft === undefined}>
          <p class="text-sm text-faint">
            {t().elsewhere}. {t().elsewhereText}
          </p>
        </Show>
      </div>
      <div class="sm:mt-2">
        <Progress
          label={props.file.name}
          done={received()}
          total={declared()}
          text={t().sent(formatBytes(received()), formatBytes(declared()))}
        />
      </div>
      {/* The middle of the button, the bar and the first line of the name are on one line. */}
      <div class="flex flex-wrap items-start gap-2 max-sm:[&>button:first-child]:-ml-3 sm:-my-1.5">
        <Show when={props.draft}>
          {(draft) => (
            <LinkButton href={`/new/${draft().id}/send`} look="primary">
              {t().resume}
            </LinkButton>
          )}
        </Show>
        <Button look="quiet" icon="trash" isBusy={props.isBusy} onClick={() => props.onRemove()}>
          {t().deleteUpload}
          <span class="sr-only">: {props.file.name}</span>
        </Button>
      </div>
    </li>
  )
}
