import type { CheckAnswer, CheckRequest } from './check-messages.ts'
import { browserFailure } from './failures.ts'
import type { FirstLook } from './first-look.ts'
import type { WholeLook } from './whole-check.ts'

/** A file cannot be read: it was moved, renamed or changed since it was chosen. */
export class FileUnreadable extends Error {
  override readonly name = 'FileUnreadable'
}

/** Looks at files in a worker, which begins with the first question and ends with the page. */
export function createChecker() {
  let worker: Worker | undefined
  let lastId = 0
  const waiting = new Map<
    number,
    { take: (answer: CheckAnswer) => void; fail: (reason: Error) => void }
  >()

  function open(): Worker {
    if (worker !== undefined) return worker
    const own = new Worker(new URL('./check.worker.ts', import.meta.url), { type: 'module' })
    own.onmessage = ({ data }: MessageEvent<CheckAnswer>) => waiting.get(data.id)?.take(data)
    own.onerror = (event) => {
      // Nothing more comes from it: whoever waits is told, and the next question begins another.
      own.terminate()
      worker = undefined
      for (const { fail } of waiting.values()) fail(browserFailure('worker-failed', event.message))
    }
    worker = own
    return own
  }

  function ask<T>(
    request: Omit<Extract<CheckRequest, { files: unknown }>, 'id'>,
    take: (answer: CheckAnswer, settle: (value: T) => void) => void,
    signal?: AbortSignal,
  ): Promise<T> {
    lastId += 1
    const id = lastId
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    waiting.set(id, {
      fail: reject,
      take: (answer) => {
        if (answer.kind === 'unreadable') reject(new FileUnreadable())
        else take(answer, resolve)
      },
    })
    const post = (message: CheckRequest) => open().postMessage(message)
    signal?.addEventListener('abort', () => post({ kind: 'stop', id }))
    post({ ...request, id })
    return promise.finally(() => waiting.delete(id))
  }

  return {
    firstLook: (files: readonly File[]): Promise<FirstLook> =>
      ask({ kind: 'first-look', files }, (answer, settle) => {
        if (answer.kind === 'looked') settle(answer.look)
      }),

    whole: (
      files: readonly File[],
      onProgress: (bytesRead: number) => void,
      signal: AbortSignal,
    ): Promise<WholeLook> =>
      ask(
        { kind: 'whole', files },
        (answer, settle) => {
          if (answer.kind === 'progress') onProgress(answer.bytesRead)
          if (answer.kind === 'checked') settle(answer.look)
        },
        signal,
      ),

    close: (): void => worker?.terminate(),
  }
}
