import type { ResultFile } from '@crosspanel/protocol/job'
import { createSignal, onCleanup, Show } from 'solid-js'
import { api, read } from '../api/client.ts'
import { formatBytes, formatPercent } from '../i18n/format.ts'
import { NeedsHttps } from '../keys/needs-https.tsx'
import { Button } from '../ui/button.tsx'
import { Command } from '../ui/copy-button.tsx'
import { PlainLink } from '../ui/link.tsx'
import { Progress } from '../ui/progress.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import { announce } from '../ui/status-region.tsx'
import { Table } from '../ui/table.tsx'
import { type HeldKey, KeyOpener } from './key-opener.tsx'
import { dataOf } from './open-result.ts'
import { chooseDirectory, createSaver, type Directory, type Saver } from './saver.ts'
import { t } from './words.ts'

/** A job's files: verified, opened with the researcher's key, and saved without passing through memory whole. */
export function ResultFiles(props: { jobId: string; files: readonly ResultFile[] }) {
  const [key, setKey] = createSignal<HeldKey>()
  const [failure, setFailure] = createSignal<string>()
  const [folder, setFolder] = createSignal<string>()
  const saver = createSaver()
  const isSealed = () => props.files.some(({ encryptedFor }) => encryptedFor === 'researcher')
  const isSaved = () => props.files.every(({ fileId }) => saver.stateOf(fileId).kind === 'saved')
  const canSave = () => !isSealed() || key() !== undefined

  function hold(next: HeldKey | undefined): void {
    key()?.secretKey.fill(0)
    setKey(next)
  }
  onCleanup(() => hold(undefined))

  async function save(files: readonly ResultFile[]): Promise<void> {
    if (saver.isBusy()) return
    setFailure(undefined)
    let directory: Directory | undefined
    try {
      // Asked for first: a browser lets a page ask only right after a click.
      directory = await chooseDirectory(`crosspanel-${props.jobId}`)
    } catch (error) {
      // Nobody chose a folder: that is an answer too.
      if (error instanceof DOMException && error.name === 'AbortError') return
      setFailure(t().files.folderFailed)
      return
    }
    setFolder(directory?.name)
    try {
      const { sampleIds } = isSealed()
        ? await read(api.jobs[':id'].samples.$get({ param: { id: props.jobId } }))
        : { sampleIds: [] }
      await saver.save(files, { directory, secretKey: key()?.secretKey, sampleIds })
      if (isSaved()) announce(t().files.allSaved(props.files.length))
    } catch {
      setFailure(t().files.samplesFailed)
    }
  }

  /** An index that lacks what its data file told is saved after that one. */
  function again(file: ResultFile): void {
    const state = saver.stateOf(file.fileId)
    const isLacking = state.kind === 'failed' && state.fault === 'needs-its-data'
    const data = isLacking ? props.files.filter(({ name }) => name === dataOf(file)) : []
    void save([...data, file])
  }

  return (
    <div class="flex flex-col gap-3">
      <p class="max-w-3xl text-sm text-faint">
        {t().files.lead} {isSealed() ? t().files.sealed : t().files.open}
      </p>
      <NeedsHttps>
        {' '}
        <Show when={isSealed()}>
          <KeyOpener held={key()} onOpened={hold} />
        </Show>
        <Show when={canSave()}>
          <div class="flex flex-wrap items-center gap-3">
            <Button
              look="primary"
              icon="download"
              isBusy={saver.isBusy()}
              onClick={() => void save(props.files)}
            >
              {isSealed() ? t().files.saveOpened : t().files.save}
            </Button>
            <Show when={saver.isBusy()}>
              <span class="text-sm">{t().files.busy}</span>
            </Show>
            <Show when={isSaved()}>
              <StateMark tone="good" icon="check">
                {t().files.allSaved(props.files.length)}
              </StateMark>
              <Show when={folder()}>{(name) => <span>{t().files.inFolder(name())}</span>}</Show>
            </Show>
          </div>
        </Show>
      </NeedsHttps>{' '}
      <Show when={failure()}>
        {(text) => (
          <p role="alert" class="text-sm text-bad">
            {text()}
          </p>
        )}
      </Show>
      <FileTable files={props.files} saver={saver} onRetry={canSave() ? again : undefined} />
      <div class="flex max-w-xl flex-col gap-1">
        <p class="text-sm text-faint">{t().files.commandLine}</p>
        <Command text={`crosspanel download ${props.jobId}`} />
      </div>
    </div>
  )
}

const DIGEST_CHARACTERS = 12

function FileTable(props: {
  files: readonly ResultFile[]
  saver: Saver
  onRetry: ((file: ResultFile) => void) | undefined
}) {
  const columns = () => t().files.columns
  return (
    <Table
      caption={t().files.title}
      rows={props.files}
      columns={[
        {
          ...{ id: 'name', title: columns().name },
          cell: (file) => (
            <>
              <span class="block font-medium">{file.name}</span>
              <Show when={file.encryptedFor === 'researcher'}>
                <PlainLink
                  href={`/api/v1/files/${file.fileId}/content`}
                  download={`${file.name}.c4gh`}
                  class="inline-block min-h-6"
                >
                  {t().files.encrypted}
                </PlainLink>
              </Show>
            </>
          ),
        },
        {
          ...{ id: 'size', title: columns().size, isNumber: true },
          cell: (file) => formatBytes(file.size),
        },
        {
          ...{ id: 'digest', title: columns().digest },
          cell: (file) => (
            <code title={file.sha256}>{file.sha256.slice(0, DIGEST_CHARACTERS)}</code>
          ),
        },
        {
          ...{ id: 'state', title: columns().state },
          cell: (file) => <FileState file={file} saver={props.saver} onRetry={props.onRetry} />,
        },
      ]}
    />
  )
}

function FileState(props: {
  file: ResultFile
  saver: Saver
  onRetry: ((file: ResultFile) => void) | undefined
}) {
  const state = () => props.saver.stateOf(props.file.fileId)
  const saving = () => {
    const now = state()
    return now.kind === 'saving' ? now : undefined
  }
  const failed = () => {
    const now = state()
    return now.kind === 'failed' ? now : undefined
  }
  return (
    <>
      <Show when={state().kind === 'waiting'}>
        <span class="text-faint">{t().files.states.waiting}</span>
      </Show>
      <Show when={saving()}>
        {(now) => (
          <Progress
            label={`${t().files.states.saving}: ${props.file.name}`}
            done={now().done}
            total={props.file.size}
            text={`${t().files.states.saving}, ${formatPercent(now().done / Math.max(1, props.file.size))}`}
          />
        )}
      </Show>
      <Show when={state().kind === 'saved'}>
        <StateMark tone="good" icon="check">
          {t().files.states.saved}
        </StateMark>
      </Show>
      <Show when={failed()}>
        {(now) => (
          <div role="alert" class="flex max-w-md flex-col items-start gap-1">
            <StateMark tone="bad" icon="warning">
              {t().files.states.failed}
            </StateMark>
            <span>{t().files.faults[now().fault]}</span>
            <Show when={props.onRetry}>
              {(retry) => (
                <Button look="quiet" icon="running" onClick={() => retry()(props.file)}>
                  {t().files.retry}
                </Button>
              )}
            </Show>
          </div>
        )}
      </Show>
    </>
  )
}
