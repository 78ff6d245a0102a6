import { DropdownMenu } from '@kobalte/core/dropdown-menu'
import { For, type JSX } from 'solid-js'
import { buttonClass, type ButtonLook } from './button.tsx'
import { Icon, type IconName } from './icons.tsx'

export interface MenuItem {
  readonly label: string
  readonly icon?: IconName
  readonly isDisabled?: boolean
  readonly onSelect: () => void
}

/** A button with more to do beneath it. */
export function Menu(props: {
  label: JSX.Element
  name?: string
  look?: ButtonLook
  items: readonly MenuItem[]
}) {
  return (
    <DropdownMenu gutter={4} placement="bottom-end">
      <DropdownMenu.Trigger class={buttonClass(props.look)} aria-label={props.name}>
        {props.label}
        <Icon name="down" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="z-40 min-w-44 rounded-md border border-edge bg-paper p-1 text-sm shadow-lg">
          <For each={props.items}>
            {(item) => (
              <DropdownMenu.Item
                class="flex min-h-8 cursor-pointer items-center gap-2 rounded px-2 py-1 data-disabled:opacity-60 data-highlighted:bg-accent-soft"
                disabled={item.isDisabled === true}
                onSelect={item.onSelect}
              >
                <Icon name={item.icon ?? 'right'} class="text-faint" />
                {item.label}
              </DropdownMenu.Item>
            )}
          </For>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  )
}
