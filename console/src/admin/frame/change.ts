import { type Action, createAction } from '../../api/action.ts'
import { announce } from '../../ui/status-region.tsx'

/** A change after which what it changed is read again, and which says in words that it was done. */
export function createChange<A>(
  act: (argument: A, idempotencyKey: string) => Promise<unknown>,
  after: { readonly said: (argument: A) => string; readonly refresh: () => Promise<void> },
): Action<A> {
  return createAction<A>(async (argument, idempotencyKey) => {
    await act(argument, idempotencyKey)
    announce(after.said(argument), { isShown: true })
    await after.refresh()
  })
}
