import type { ApiFailure } from '../api/failure.ts'
import type { DraftFile } from './draft.ts'

/** One file on its way: `start` goes on where the node's own offset stands. */
export interface Transfer {
  start(): void
  /** Stops it; what the node has said is safe stays there. */
  stop(): Promise<void>
}

/** Begins the transfer of one file; tus in the console, a fake in tests. */
export type BeginTransfer<F> = (
  file: F,
  fileId: string | undefined,
  events: {
    /** The node has given the upload an id. */
    readonly onId: (fileId: string) => void
    /** `sentBytes`: what the node has said is safe; less than before when it has lost an upload. */
    readonly onProgress: (sentBytes: number) => void
    readonly onDone: () => void
    /** The file cannot be read any more: it was changed or moved since it was chosen. */
    readonly onUnreadable: () => void
    readonly onFailed: (failure: ApiFailure) => void
  },
) => Transfer

export interface UploadProgress {
  readonly kind: 'ready' | 'sending' | 'paused' | 'failed' | 'unreadable' | 'done'
  readonly files: readonly DraftFile[]
  readonly failure: ApiFailure | undefined
  /** Of the last seconds; undefined until there is enough to say. */
  readonly bytesPerSecond: number | undefined
}

export interface DraftUploadPorts<F> {
  readonly begin: BeginTransfer<F>
  /** The files of the draft, in its order, as chosen in this tab. */
  readonly chosen: readonly F[]
  readonly onChange: (progress: UploadProgress) => void
  /** Milliseconds of any clock that does not go back. */
  readonly now: () => number
}

/** And at least since the step before: bytes arrive in large steps. */
const RATE_OVER_MS = 10_000

export type DraftUpload = ReturnType<typeof createDraftUpload>

/** Sends the files of a draft one after another. Every change is told, so that whoever keeps the draft can save it. */
export function createDraftUpload<F>(files: readonly DraftFile[], ports: DraftUploadPorts<F>) {
  let progress: UploadProgress = {
    kind: files.every(({ isComplete }) => isComplete) ? 'done' : 'ready',
    files,
    failure: undefined,
    bytesPerSecond: undefined,
  }
  let transfer: Transfer | undefined
  let marks: { at: number; bytes: number }[] = []

  function tell(change: Partial<UploadProgress>): void {
    progress = { ...progress, ...change }
    ports.onChange(progress)
  }

  function tellFile(index: number, change: Partial<DraftFile>): void {
    const changed = progress.files.map((file, at) => (at === index ? { ...file, ...change } : file))
    tell({ files: changed, bytesPerSecond: rate(changed) })
  }

  function rate(changed: readonly DraftFile[]): number | undefined {
    const at = ports.now()
    const bytes = changed.reduce((sum, { sentBytes }) => sum + sentBytes, 0)
    marks = [
      ...marks.filter((mark, index) => mark.at >= at - RATE_OVER_MS || index === marks.length - 1),
      { at, bytes },
    ]
    const [first] = marks
    if (first === undefined || at - first.at < 1000) return progress.bytesPerSecond
    return ((bytes - first.bytes) * 1000) / (at - first.at)
  }

  function sendNext(): void {
    const index = progress.files.findIndex(({ isComplete }) => !isComplete)
    const [file, chosen] = [progress.files[index], ports.chosen[index]]
    if (file === undefined || chosen === undefined) return tell({ kind: 'done' })
    transfer = ports.begin(chosen, file.fileId, {
      onId: (fileId) => tellFile(index, { fileId }),
      onProgress: (sentBytes) => {
        if (progress.kind === 'sending') tellFile(index, { sentBytes })
      },
      onDone: () => {
        tellFile(index, { sentBytes: file.identity.size, isComplete: true })
        if (progress.kind === 'sending') sendNext()
      },
      onFailed: (failure) => tell({ kind: 'failed', failure }),
      onUnreadable: () => tell({ kind: 'unreadable', bytesPerSecond: undefined }),
    })
    transfer.start()
  }

  return {
    progress: () => progress,

    /** Begins, or goes on after a pause or a failure. What is done already is told again. */
    start(): void {
      if (progress.kind === 'sending') return
      if (progress.kind === 'done') return tell({})
      marks = []
      tell({ kind: 'sending', failure: undefined, bytesPerSecond: undefined })
      sendNext()
    },

    async pause(): Promise<void> {
      if (progress.kind !== 'sending') return
      tell({ kind: 'paused', bytesPerSecond: undefined })
      await transfer?.stop()
    },
  }
}
