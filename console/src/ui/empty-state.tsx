import type { JSX } from 'solid-js'

/** Nothing is there, and that is known: what it means, and what can be done. */
export function EmptyState(props: { title: string; children?: JSX.Element; action?: JSX.Element }) {
  return (
    <div class="flex flex-col items-start gap-2 rounded-md border border-dashed border-edge p-5">
      <p class="font-medium">{props.title}</p>
      <div class="text-sm text-faint">{props.children}</div>
      {props.action}
    </div>
  )
}
