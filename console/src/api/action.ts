import { createSignal } from 'solid-js'
import { problemFault } from '../ui/problem-words.ts'
import { type ApiFailure, asFailure } from './failure.ts'

/** A change that a person asks for: one at a time, with the reason when it was not done. */
export interface Action<A> {
  isBusy(): boolean
  failure(): ApiFailure | undefined
  /** What is wrong with one field, by its JSON pointer (`#/email`). */
  faultOf(pointer: string): string | undefined
  /** Resolves to whether it was done. */
  run(argument: A): Promise<boolean>
  clear(): void
}

/**
 * `act` gets a key that stays the same until it has succeeded: a repetition after a lost answer makes nothing
 * twice. Send it as `Idempotency-Key` where something is made.
 */
export function createAction<A>(
  act: (argument: A, idempotencyKey: string) => Promise<unknown>,
): Action<A> {
  const [isBusy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<ApiFailure>()
  let key: { of: string; value: string } | undefined

  /** The same request keeps its key; a changed one is another. */
  function keyFor(argument: A): string {
    const of = JSON.stringify(argument) ?? ''
    if (key?.of !== of) key = { of, value: randomKey() }
    return key.value
  }

  return {
    isBusy,
    failure,
    faultOf(pointer) {
      const fault = failure()?.problem?.errors?.find((found) => found.pointer === pointer)
      return fault && problemFault(fault).detail.text
    },
    clear: () => setFailure(undefined),
    async run(argument) {
      if (isBusy()) return false
      setBusy(true)
      setFailure(undefined)
      try {
        await act(argument, keyFor(argument))
        key = undefined
        return true
      } catch (error) {
        setFailure(asFailure(error))
        return false
      } finally {
        setBusy(false)
      }
    },
  }
}

/** `crypto.randomUUID` is missing on plain http, where a site may be tried out. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
