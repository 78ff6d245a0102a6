import type { JSX } from 'solid-js'

const LINK = 'text-accent underline underline-offset-2 hover:text-accent-strong'

/** To another page of the console: the router takes clicks on all that have an address here. */
export function Link(props: {
  href: string
  class?: string
  /** Within a grid, whose rows are opened by Enter, a link is no stop of its own for Tab. */
  isInGrid?: boolean
  children: JSX.Element
}) {
  return (
    <a
      href={props.href}
      class={`${LINK} ${props.class ?? ''}`}
      tabindex={props.isInGrid === true ? -1 : undefined}
    >
      {props.children}
    </a>
  )
}

/** Leaves the console: another page of the node, a file, or another site. */
export function PlainLink(props: {
  href: string
  class?: string
  download?: string
  children: JSX.Element
}) {
  return (
    <a
      href={props.href}
      class={`${LINK} ${props.class ?? ''}`}
      rel="external noreferrer"
      download={props.download}
    >
      {props.children}
    </a>
  )
}
