import { createSignal, createUniqueId, type JSX } from 'solid-js'
import { Button } from './button.tsx'

/**
 * What would push the content far down in a narrow window: there it stands folded behind a button with `label`,
 * in a wider one it is always seen.
 */
export function NarrowFold(props: { label: JSX.Element; children: JSX.Element }) {
  const id = createUniqueId()
  const [isOpen, setOpen] = createSignal(false)
  return (
    <>
      <Button
        class="mb-3 w-full justify-between! whitespace-normal! sm:hidden"
        icon={isOpen() ? 'up' : 'down'}
        aria-expanded={isOpen()}
        aria-controls={id}
        onClick={() => setOpen((is) => !is)}
      >
        <span class="order-first min-w-0 text-left wrap-break-word">{props.label}</span>
      </Button>
      <div id={id} classList={{ 'max-sm:hidden': !isOpen() }}>
        {props.children}
      </div>
    </>
  )
}
