import type { FileView } from '@crosspanel/protocol/file'
import { createSignal, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, done, read } from '../api/client.ts'
import { createPages } from '../api/pages.ts'
import { createQuery } from '../api/query.ts'
import { formatBytes } from '../i18n/format.ts'
import { Breakable } from '../ui/breakable.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Link } from '../ui/link.tsx'
import { MoreRows } from '../ui/more-rows.tsx'
import { Page } from '../ui/page.tsx'
import { Progress } from '../ui/progress.tsx'
import { announce } from '../ui/status-region.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { ExactTime } from '../ui/time.tsx'
import { View } from '../ui/view.tsx'
import { AccountTabs } from './account-tabs.tsx'
import { FileMark } from './file-mark.tsx'
import { t } from './words.ts'

const PAGE = '100'

/** What one keeps at this site, how long, and how to be rid of it. */
export default function FilesPage() {
  const usage = createQuery(
    () => 'usage',
    () => read(api.files.usage.$get()),
  )
  const files = createPages<FileView, string>(
    () => 'files',
    async (_key, cursor, signal) => {
      const query = { limit: PAGE, ...(cursor === undefined ? {} : { after: cursor }) }
      const page = await read(api.files.$get({ query }, { init: { signal } }))
      return { rows: page.files, next: page.next }
    },
  )
  const [doomed, setDoomed] = createSignal<FileView>()
  const remove = createAction((id: string) => done(api.files[':id'].$delete({ param: { id } })))
  const refresh = () => Promise.all([usage.refresh(), files.refresh()])
  return (
    <Page title={t().title}>
      <AccountTabs />
      <View query={usage}>
        {(data) => (
          <div class="mb-5 max-w-md">
            <Progress
              label={t().quotas.storage}
              done={data().usedBytes}
              total={data().quotaBytes ?? 0}
              text={
                data().quotaBytes === null
                  ? t().files.used(formatBytes(data().usedBytes))
                  : t().quotas.of(
                      formatBytes(data().usedBytes),
                      formatBytes(data().quotaBytes ?? 0),
                    )
              }
            />
          </div>
        )}
      </View>
      <View
        query={files}
        isEmpty={({ rows }) => rows.length === 0}
        empty={<EmptyState title={t().files.none}>{t().files.noneText}</EmptyState>}
      >
        {(data) => (
          <>
            <Table caption={t().tabs.files} columns={columns(setDoomed)} rows={data().rows} />
            <MoreRows pages={files} />
          </>
        )}
      </View>
      <ConfirmDialog
        title={t().files.deleteOf(doomed()?.name ?? '')}
        isOpen={doomed() !== undefined}
        onClose={() => setDoomed(undefined)}
        verb={t().files.delete}
        isDangerous
        action={remove}
        argument={doomed()?.id ?? ''}
        onDone={() => {
          announce(t().files.deleted, { isShown: true })
          void refresh()
        }}
      >
        <p>{t().files.deleteText}</p>
      </ConfirmDialog>
    </Page>
  )
}

const columns = (onDelete: (file: FileView) => void): Column<FileView>[] => [
  {
    id: 'name',
    title: t().name,
    cell: (file) => (
      <div class="flex flex-col items-start gap-0.5">
        <span>
          <Breakable text={file.name} />
        </span>
        <FileMark file={file} />
      </div>
    ),
  },
  {
    id: 'job',
    title: t().files.job,
    cell: (props) => (
      <Show when={props.jobId} fallback="–">
        {(id) => <Link href={`/jobs/${id()}`}>{t().files.ofJob}</Link>}
      </Show>
    ),
  },
  {
    id: 'size',
    title: t().files.size,
    isNumber: true,
    cell: (file) => formatBytes(file.size ?? file.receivedBytes ?? 0),
  },
  {
    id: 'expires',
    title: t().expires,
    cell: (props) => (
      <Show when={props.expiresAt} fallback="–">
        {(at) => <ExactTime at={at()} />}
      </Show>
    ),
  },
  {
    id: 'delete',
    title: t().sessions.action,
    cell: (file) => (
      <Button
        look="quiet"
        icon="trash"
        aria-label={t().files.deleteOf(file.name)}
        onClick={() => onDelete(file)}
      >
        {t().files.delete}
      </Button>
    ),
  },
]
