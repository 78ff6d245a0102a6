import type { ResultFile } from '@crosspanel/protocol/job'
import { createSignal, onCleanup } from 'solid-js'
import { createStore } from 'solid-js/store'
import { saveBlob } from '../ui/save.ts'
import { inOpeningOrder, type ResultFault } from './open-result.ts'
import { openPrivatePlace, type PrivatePlace } from './private-place.ts'
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

export type Directory = FileSystemDirectoryHandle
type DirectoryPicker = (options: {
  readonly id: string
  readonly mode: 'readwrite'
}) => Promise<Directory>

/** Where the browser lets a page write into a folder. */
function directoryPicker(): DirectoryPicker | undefined {
  return (window as unknown as { showDirectoryPicker?: DirectoryPicker }).showDirectoryPicker?.bind(
    window,
  )
}

/**
 * A folder `name` in the one that a person chooses: results of two jobs have the same names. `undefined` where the
 * browser has downloads only; rejects when nobody chose a folder, or when it may not be written to.
 */
export async function chooseDirectory(name: string): Promise<Directory | undefined> {
  const chosen = await directoryPicker()?.({ id: 'crosspanel-results', mode: 'readwrite' })
  return chosen?.getDirectoryHandle(name, { create: true })
}

/** Saves result files one after another in a worker, and tells how far each is. */
export function createSaver() {
  const [states, setStates] = createStore<Record<string, SaveState>>({})
  const [isBusy, setBusy] = createSignal(false)
  let worker: Worker | undefined
  let opening: Promise<PrivatePlace> | undefined
  onCleanup(() => {
    worker?.terminate()
    void opening?.then((place) => place.close())
  })

  async function privateName(): Promise<string> {
    opening ??= openPrivatePlace()
    return (await opening).name
  }

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
      { directory, ...chosen }: Chosen & { readonly directory: Directory | undefined },
    ): Promise<void> {
      setBusy(true)
      try {
        const place = directory ?? (await privateName().catch(() => undefined))
        if (place === undefined) {
          for (const { fileId } of files) setStates(fileId, { kind: 'failed', fault: 'not-saved' })
          return
        }
        for (const file of inOpeningOrder(files)) {
          await saveOne({ ...chosen, place, file: { ...file } })
        }
      } finally {
        setBusy(false)
      }
    },
  }
}
export type Saver = ReturnType<typeof createSaver>
