import type { ResultFile } from '@crosspanel/protocol/job'
import { createSignal, onCleanup } from 'solid-js'
import { createStore } from 'solid-js/store'
import { saveBlob } from '../ui/save.ts'
import { inOpeningOrder, type ResultFault } from './open-result.ts'
import { clearPrivateFiles } from './target.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

export type SaveState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'saving'; readonly done: number }
  | { readonly kind: 'saved' }
  | { readonly kind: 'failed'; readonly fault: ResultFault }

interface Chosen {
  readonly secretKey: Uint8Array | undefined
  readonly sampleIds: readonly string[]
}

type DirectoryPicker = (options: {
  readonly id: string
  readonly mode: 'readwrite'
}) => Promise<FileSystemDirectoryHandle>

/** Where the browser lets a page write into a folder. */
function directoryPicker(): DirectoryPicker | undefined {
  return (window as unknown as { showDirectoryPicker?: DirectoryPicker }).showDirectoryPicker?.bind(
    window,
  )
}

/** `undefined` where the browser has downloads only; rejects when nobody chose a folder. */
export function chooseDirectory(): Promise<FileSystemDirectoryHandle> | undefined {
  return directoryPicker()?.({ id: 'crosspanel-results', mode: 'readwrite' })
}

/** Saves result files one after another in a worker, and tells how far each is. */
export function createSaver() {
  const [states, setStates] = createStore<Record<string, SaveState>>({})
  const [isBusy, setBusy] = createSignal(false)
  let worker: Worker | undefined
  void clearPrivateFiles()
  onCleanup(() => {
    worker?.terminate()
    void clearPrivateFiles()
  })

  const start = () =>
    new Worker(new URL('./open.worker.ts', import.meta.url), { type: 'module', name: 'results' })

  function saveOne(task: ToWorker): Promise<void> {
    const { fileId, name } = task.file
    setStates(fileId, { kind: 'saving', done: 0 })
    worker ??= start()
    const own = worker
    return new Promise((resolve) => {
      own.onerror = () => {
        // A worker that broke has lost what it knew of files before; the next one begins anew.
        own.terminate()
        worker = undefined
        setStates(fileId, { kind: 'failed', fault: 'not-saved' })
        resolve()
      }
      own.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if (data.kind === 'progress') {
          setStates(fileId, { kind: 'saving', done: data.done })
          return
        }
        if (data.kind === 'failed') setStates(fileId, { kind: 'failed', fault: data.fault })
        else {
          if (data.file !== undefined) saveBlob(name, data.file)
          setStates(fileId, { kind: 'saved' })
        }
        resolve()
      }
      own.postMessage(task)
    })
  }

  return {
    stateOf: (fileId: string): SaveState => states[fileId] ?? { kind: 'waiting' },
    isBusy,
    async save(
      files: readonly ResultFile[],
      chosen: Chosen & { readonly directory: FileSystemDirectoryHandle | undefined },
    ): Promise<void> {
      setBusy(true)
      try {
        for (const file of inOpeningOrder(files)) await saveOne({ ...chosen, file: { ...file } })
      } finally {
        setBusy(false)
      }
    },
  }
}
export type Saver = ReturnType<typeof createSaver>
