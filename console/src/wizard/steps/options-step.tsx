import type { RunParameters } from '@crosspanel/protocol/job'
import type { RunOptions } from '@crosspanel/protocol/run-options'
import { createSignal, For, Match, Switch } from 'solid-js'
import { formatNumber } from '../../i18n/format.ts'
import { Checkbox, RadioGroup, Select, TextField } from '../../ui/field.tsx'
import { type Option, optionsOf, readNumber } from '../options.ts'
import { t } from '../words.ts'

type Parameters = Partial<RunParameters>
type Of<K extends Option['kind']> = Extract<Option, { kind: K }>

/** A form made from what the host takes. What is left alone is not sent, so it has the node's default. */
export function OptionsStep(props: {
  options: RunOptions
  parameters: Parameters
  onChange: (parameters: Parameters) => void
}) {
  const valueOf = (name: string): unknown => props.parameters[name as keyof Parameters]
  const set = (name: string, value: unknown) => {
    const others = Object.entries(props.parameters).filter(([key]) => key !== name)
    props.onChange(Object.fromEntries(value === undefined ? others : [...others, [name, value]]))
  }
  const each = <K extends Option['kind']>(option: Option, kind: K) =>
    option.kind === kind ? (option as Of<K>) : undefined
  return (
    <div class="flex max-w-2xl flex-col gap-5">
      <p>{t().optionsLead}</p>
      <For each={optionsOf(props.options)}>
        {(option) => (
          <Switch>
            <Match when={each(option, 'choice')}>
              {(choice) => (
                <ChoiceOption
                  option={choice()}
                  value={valueOf(option.name)}
                  onChange={(value) => set(option.name, value)}
                />
              )}
            </Match>
            <Match when={each(option, 'number')}>
              {(number) => (
                <NumberOption
                  option={number()}
                  value={valueOf(option.name)}
                  onChange={(value) => set(option.name, value)}
                />
              )}
            </Match>
            <Match when={each(option, 'yes-no')}>
              {(yesNo) => (
                <Checkbox
                  label={labelOf(option.name)}
                  isChecked={(valueOf(option.name) ?? yesNo().initial) === true}
                  onChange={(isChecked) => set(option.name, isChecked)}
                />
              )}
            </Match>
          </Switch>
        )}
      </For>
    </div>
  )
}

/** Few choices are all shown; one that may be left out has a choice for that. */
function ChoiceOption(props: {
  option: Of<'choice'>
  value: unknown
  onChange: (value: string | undefined) => void
}) {
  const value = () => (typeof props.value === 'string' ? props.value : props.option.initial)
  const choices = () =>
    props.option.choices.map((choice) => ({ value: choice, label: wordOf(choice) }))
  const hint = () => hintOf(props.option.name)
  return (
    <Switch>
      <Match when={props.option.initial === undefined}>
        <Select
          class="max-w-sm"
          label={labelOf(props.option.name)}
          hint={hint()}
          value={value() ?? ''}
          choices={[{ value: '', label: t().choices.noPopulation }, ...choices()]}
          onChange={(chosen) => props.onChange(chosen === '' ? undefined : chosen)}
        />
      </Match>
      <Match when={true}>
        <RadioGroup
          label={labelOf(props.option.name)}
          hint={hint()}
          value={value()}
          choices={choices()}
          onChange={props.onChange}
        />
      </Match>
    </Switch>
  )
}

function NumberOption(props: {
  option: Of<'number'>
  value: unknown
  onChange: (value: number) => void
}) {
  const [text, setText] = createSignal(
    `${typeof props.value === 'number' ? props.value : props.option.initial}`,
  )
  const range = () => t().range(formatNumber(props.option.least), formatNumber(props.option.most))
  const read = (typed: string) => readNumber(typed, props.option.least, props.option.most)
  return (
    <TextField
      class="max-w-sm"
      label={labelOf(props.option.name)}
      hint={hintOf(props.option.name)}
      inputmode="decimal"
      autocomplete="off"
      value={text()}
      fault={read(text()) === undefined ? range() : undefined}
      onInput={(typed) => {
        setText(typed)
        const value = read(typed)
        if (value !== undefined) props.onChange(value)
      }}
    />
  )
}

/** A host may have options that this version has no words for: they are shown by their own names. */
function labelOf(name: string): string {
  return (t().options as Readonly<Record<string, string>>)[name] ?? name
}

function hintOf(name: string): string | undefined {
  return (t().optionHints as Readonly<Record<string, string>>)[name]
}

function wordOf(choice: string): string {
  return (t().choices as Readonly<Record<string, string>>)[choice] ?? choice
}
