import type { JSX } from 'solid-js'
import { type ButtonLook, buttonClass } from './button.tsx'
import { Icon } from './icons.tsx'

/** A native file field under a label that looks like a button. The same files can be chosen again after they were mended. */
export function FileButton(
  props: {
    label: string
    look?: ButtonLook
    onPick: (files: readonly File[]) => void
  } & Pick<
    JSX.InputHTMLAttributes<HTMLInputElement>,
    'id' | 'accept' | 'multiple' | 'disabled' | 'aria-describedby' | 'aria-invalid'
  >,
) {
  return (
    <label
      class={buttonClass(
        props.look,
        'cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
      )}
    >
      <Icon name="upload" />
      {props.label}
      <input
        type="file"
        id={props.id}
        class="sr-only"
        accept={props.accept}
        multiple={props.multiple}
        disabled={props.disabled}
        aria-describedby={props['aria-describedby']}
        aria-invalid={props['aria-invalid']}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          if (files.length > 0) props.onPick(files)
        }}
      />
    </label>
  )
}
