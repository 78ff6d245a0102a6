import { createEffect, on } from 'solid-js'

/**
 * Gives focus back to whatever had it when a dialog opened, for its `onCloseAutoFocus`: Kobalte gives it
 * to a trigger of its own only, and these are opened by state. Where that is gone, to the page.
 */
export function createFocusReturn(isOpen: () => boolean): () => void {
  let opener: Element | null = null
  createEffect(
    on(isOpen, (is) => {
      if (is) opener = document.activeElement
    }),
  )
  return () => {
    const to = opener?.isConnected === true ? opener : document.getElementById('main')
    if (to instanceof HTMLElement) to.focus({ preventScroll: true })
  }
}
