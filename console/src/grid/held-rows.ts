import { createEffect, createSignal, on } from 'solid-js'
import { holdRows } from './hold.ts'

/** The rows to show of those that come in: as they are, or held in their places while pointer or focus is among them. */
export function createHeldRows<Row extends { readonly id: string }>(
  incoming: () => readonly Row[],
) {
  const [isPointed, setPointed] = createSignal(false)
  const [hasFocus, setFocus] = createSignal(false)
  const [state, setState] = createSignal<ReturnType<typeof holdRows<Row>>>({ rows: [], waiting: 0 })
  const isHeld = () => isPointed() || hasFocus()
  const release = () => setState({ rows: incoming().slice(), waiting: 0 })

  createEffect(
    on([incoming, () => incoming().length, isHeld], () => {
      if (isHeld() && state().rows.length > 0) setState(({ rows }) => holdRows(rows, incoming()))
      else release()
    }),
  )

  return {
    rows: () => state().rows,
    waiting: () => state().waiting,
    release,
    // A finger that lifts leaves; a pen or a mouse may rest.
    onPointerEnter: (event: PointerEvent) => setPointed(event.pointerType !== 'touch'),
    onPointerLeave: () => setPointed(false),
    onFocusIn: () => setFocus(true),
    onFocusOut: (event: FocusEvent & { currentTarget: Element }) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setFocus(false)
    },
  }
}
