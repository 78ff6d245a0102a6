import { A } from '@solidjs/router'
import { type JSX, Show, splitProps } from 'solid-js'
import { Icon, type IconName } from './icons.tsx'

export type ButtonLook = 'primary' | 'plain' | 'danger' | 'quiet'

const BASE =
  'inline-flex min-h-9 items-center justify-center gap-1.5 rounded-md px-3 py-1.5 text-sm font-medium whitespace-nowrap no-underline disabled:opacity-60 aria-disabled:opacity-60'
const LOOKS: Readonly<Record<ButtonLook, string>> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  plain: 'border border-edge bg-paper text-ink hover:bg-raised',
  danger: 'border border-bad bg-paper text-bad hover:bg-bad-soft',
  quiet: 'text-accent hover:bg-raised',
}

export function buttonClass(look: ButtonLook = 'plain', more = ''): string {
  return `${BASE} ${LOOKS[look]} ${more}`
}

interface Looks {
  readonly look?: ButtonLook
  readonly icon?: IconName
}

export type ButtonProps = Looks & {
  /** Under way: it stays where focus is and does nothing. */
  readonly isBusy?: boolean
} & Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'onClick'> & {
    readonly onClick?: (event: MouseEvent) => void
  }

export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, ['look', 'icon', 'isBusy', 'class', 'children', 'onClick'])
  return (
    <button
      type="button"
      {...rest}
      class={buttonClass(own.look, own.class)}
      aria-disabled={own.isBusy === true ? 'true' : undefined}
      aria-busy={own.isBusy === true ? 'true' : undefined}
      onClick={(event) => {
        // A submit button that is busy must not send its form again either.
        if (own.isBusy === true) event.preventDefault()
        else own.onClick?.(event)
      }}
    >
      <Show when={own.icon}>{(icon) => <Icon name={icon()} />}</Show>
      {own.children}
    </button>
  )
}

/** Goes somewhere, and looks like a button: for the main action of a page. */
export function LinkButton(props: Looks & { href: string; class?: string; children: JSX.Element }) {
  return (
    <A href={props.href} class={buttonClass(props.look, props.class)}>
      <Show when={props.icon}>{(icon) => <Icon name={icon()} />}</Show>
      {props.children}
    </A>
  )
}

/** A button that is an icon alone; `label` is what it is called. */
export function IconButton(
  props: { icon: IconName; label: string } & Omit<ButtonProps, 'icon' | 'children' | 'look'>,
) {
  const [own, rest] = splitProps(props, ['icon', 'label', 'class'])
  return (
    <Button
      {...rest}
      look="quiet"
      class={`min-w-9 px-2 ${own.class ?? ''}`}
      aria-label={own.label}
      title={own.label}
    >
      <Icon name={own.icon} />
    </Button>
  )
}
