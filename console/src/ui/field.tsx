import { createUniqueId, For, type JSX, Show, splitProps } from 'solid-js'
import { Icon } from './icons.tsx'
import { t } from './words.ts'

interface FieldWords {
  readonly label: string
  /** What belongs here, before it is typed. */
  readonly hint?: JSX.Element
  /** What is wrong with what was typed. */
  readonly fault?: string | undefined
}

/** Label, control, hint and fault, tied together for screen readers. `children` gets what its control needs. */
export function Field(
  props: FieldWords & {
    isRequired?: boolean
    class?: string
    children: (control: {
      id: string
      'aria-describedby': string | undefined
      'aria-invalid': 'true' | undefined
    }) => JSX.Element
  },
) {
  const id = createUniqueId()
  const describedBy = () =>
    [props.hint === undefined ? '' : `${id}-hint`, props.fault === undefined ? '' : `${id}-fault`]
      .filter(Boolean)
      .join(' ') || undefined
  return (
    <div class={`flex flex-col gap-1 ${props.class ?? ''}`}>
      <label for={id} class="text-sm font-medium">
        {props.label}
        <Show when={props.isRequired}>
          <span class="font-normal text-faint"> ({t().required})</span>
        </Show>
      </label>
      <Show when={props.hint}>
        <p id={`${id}-hint`} class="text-sm text-faint">
          {props.hint}
        </p>
      </Show>
      {props.children({
        id,
        get 'aria-describedby'() {
          return describedBy()
        },
        get 'aria-invalid'() {
          return props.fault === undefined ? undefined : ('true' as const)
        },
      })}
      <Fault id={`${id}-fault`} text={props.fault} />
    </div>
  )
}

function Fault(props: { id: string; text: string | undefined }) {
  return (
    <Show when={props.text}>
      <p id={props.id} class="flex items-start gap-1 text-sm text-bad">
        <Icon name="warning" class="mt-0.5" />
        <span>{props.text}</span>
      </p>
    </Show>
  )
}

const CONTROL =
  'min-h-9 w-full rounded-md border border-edge bg-paper px-2.5 py-1.5 text-base sm:text-sm text-ink aria-invalid:border-bad'

export function TextField(
  props: FieldWords & {
    value: string
    onInput: (value: string) => void
    class?: string
  } & Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'onInput' | 'value' | 'id'>,
) {
  const [own, rest] = splitProps(props, ['label', 'hint', 'fault', 'value', 'onInput', 'class'])
  return (
    <Field {...own} isRequired={rest.required === true}>
      {(control) => (
        <input
          {...rest}
          {...control}
          class={CONTROL}
          value={own.value}
          onInput={(event) => own.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}

export function TextArea(
  props: FieldWords & {
    value: string
    onInput: (value: string) => void
    class?: string
  } & Omit<JSX.TextareaHTMLAttributes<HTMLTextAreaElement>, 'onInput' | 'value' | 'id'>,
) {
  const [own, rest] = splitProps(props, ['label', 'hint', 'fault', 'value', 'onInput', 'class'])
  return (
    <Field {...own} isRequired={rest.required === true}>
      {(control) => (
        <textarea
          rows={4}
          {...rest}
          {...control}
          class={CONTROL}
          value={own.value}
          onInput={(event) => own.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}

export interface Choice<V extends string> {
  readonly value: V
  readonly label: string
  readonly hint?: string
  readonly isDisabled?: boolean
}

/** A native select: it works everywhere, with every keyboard and screen reader. */
export function Select<V extends string>(
  props: FieldWords & {
    value: V
    choices: readonly Choice<V>[]
    onChange: (value: V) => void
    class?: string
    name?: string
  },
) {
  return (
    <Field label={props.label} hint={props.hint} fault={props.fault} class={props.class ?? ''}>
      {(control) => (
        <select
          {...control}
          name={props.name}
          class={CONTROL}
          onChange={(event) => props.onChange(event.currentTarget.value as V)}
        >
          <For each={props.choices}>
            {(choice) => (
              <option
                value={choice.value}
                selected={choice.value === props.value}
                disabled={choice.isDisabled === true}
              >
                {choice.label}
              </option>
            )}
          </For>
        </select>
      )}
    </Field>
  )
}

export function Checkbox(props: {
  label: JSX.Element
  hint?: string
  isChecked: boolean
  isDisabled?: boolean
  onChange: (isChecked: boolean) => void
}) {
  const id = createUniqueId()
  return (
    <div class="flex flex-col">
      <label class="flex min-h-6 items-start gap-2 text-sm">
        <input
          type="checkbox"
          class="mt-0.5 size-4 shrink-0"
          checked={props.isChecked}
          disabled={props.isDisabled}
          aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
        <span>{props.label}</span>
      </label>
      <Show when={props.hint}>
        <p id={`${id}-hint`} class="pl-6 text-sm text-faint">
          {props.hint}
        </p>
      </Show>
    </div>
  )
}

export function RadioGroup<V extends string>(
  props: FieldWords & {
    value: V | undefined
    choices: readonly Choice<V>[]
    onChange: (value: V) => void
  },
) {
  const id = createUniqueId()
  return (
    <fieldset
      class="flex flex-col gap-1.5"
      aria-describedby={props.fault === undefined ? undefined : `${id}-fault`}
    >
      <legend class="mb-1 text-sm font-medium">{props.label}</legend>
      <Show when={props.hint}>
        <p class="text-sm text-faint">{props.hint}</p>
      </Show>
      <For each={props.choices}>
        {(choice) => (
          <div>
            <label class="flex min-h-6 items-start gap-2 text-sm">
              <input
                type="radio"
                name={id}
                class="mt-0.5 size-4 shrink-0"
                checked={props.value === choice.value}
                disabled={choice.isDisabled === true}
                aria-describedby={
                  choice.hint === undefined ? undefined : `${id}-${choice.value}-hint`
                }
                onChange={() => props.onChange(choice.value)}
              />
              <span>{choice.label}</span>
            </label>
            <Show when={choice.hint}>
              <p id={`${id}-${choice.value}-hint`} class="pl-6 text-sm text-faint">
                {choice.hint}
              </p>
            </Show>
          </div>
        )}
      </For>
      <Fault id={`${id}-fault`} text={props.fault} />
    </fieldset>
  )
}
