import { createSignal } from 'solid-js'
import { Checkbox, TextField } from '../ui/field.tsx'
import { t } from './words.ts'

/** Pasting and password managers are welcome (WCAG 3.3.8). */
export function PasswordField(props: {
  /** 'Password' unless given. */
  label?: string
  value: string
  onInput: (value: string) => void
  autocomplete: 'current-password' | 'new-password'
  hint?: string
  fault?: string | undefined
}) {
  const [isShown, setShown] = createSignal(false)
  return (
    <div class="flex flex-col gap-2">
      <TextField
        label={props.label ?? t().password}
        name="password"
        type={isShown() ? 'text' : 'password'}
        autocomplete={props.autocomplete}
        required
        value={props.value}
        onInput={props.onInput}
        hint={props.hint}
        fault={props.fault}
      />
      <Checkbox label={t().showPassword} isChecked={isShown()} onChange={setShown} />
    </div>
  )
}
