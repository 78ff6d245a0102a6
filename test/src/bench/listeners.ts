import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface ListenersPlan {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly clients: number
}

export type ListenersMessage =
  | { readonly kind: 'connected' }
  /** `atNs` by the machine's monotonic clock, which processes share. */
  | { readonly kind: 'all-have'; readonly event: number; readonly atNs: string }
  | { readonly kind: 'failed'; readonly detail: string }

export interface Listeners extends Disposable {
  /** Resolves with the time at which the last client had the event, by `process.hrtime`. */
  untilAllHave(event: number): Promise<bigint>
}

const MODULE = fileURLToPath(new URL('servers/listeners.ts', import.meta.url))
const DEADLINE_MS = 60_000

/** Clients of one stream in a process of their own; resolves once all are connected. */
export async function openListeners(plan: ListenersPlan): Promise<Listeners> {
  const child = fork(MODULE)
  const waiting = new Map<number, (atNs: bigint) => void>()
  const { promise: connected, resolve, reject } = Promise.withResolvers<undefined>()
  const failed = new Promise<never>((_, fail) => {
    child.on('message', (message: ListenersMessage) => {
      if (message.kind === 'connected') resolve(undefined)
      else if (message.kind === 'all-have') waiting.get(message.event)?.(BigInt(message.atNs))
      else {
        reject(new Error(message.detail))
        fail(new Error(message.detail))
      }
    })
  })
  failed.catch(() => undefined)
  child.send(plan)
  try {
    await within(connected)
  } catch (error) {
    end(child)
    throw error
  }
  return {
    untilAllHave(event) {
      const { promise, resolve: onAll } = Promise.withResolvers<bigint>()
      waiting.set(event, onAll)
      return within(Promise.race([promise, failed]))
    },
    [Symbol.dispose]: () => end(child),
  }
}

function end(child: ChildProcess): void {
  child.removeAllListeners('message')
  child.kill()
}

async function within<T>(promise: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(new Error(`clients are still waiting after ${DEADLINE_MS / 1000} s`))
  }, DEADLINE_MS)
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
