import { A, useNavigate } from '@solidjs/router'
import { createEffect, createSignal, For, Show } from 'solid-js'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Select, TextField } from '../../ui/field.tsx'
import { NarrowFold } from '../../ui/narrow-fold.tsx'
import { t as ui } from '../../ui/words.ts'
import { addressOf } from '../frame/query-text.ts'
import { t as frame } from '../frame/words.ts'
import { t } from './words.ts'

export interface Filter {
  readonly name: string
  readonly label: string
  /** Of the input; text when left out. */
  readonly type?: 'date' | 'search'
  /** A choice of these; free text without. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
}

/** Filters of a list; they are in its address, so that a filtered list can be kept and sent. */
export function Filters(props: {
  path: string
  filters: readonly Filter[]
  values: Readonly<Record<string, string | undefined>>
}) {
  const navigate = useNavigate()
  const [wanted, setWanted] = createSignal(props.values)
  createEffect(() => setWanted(props.values))
  const chosen = () => Object.values(props.values).filter((value) => value !== undefined).length
  const set = (name: string, value: string) => setWanted((before) => ({ ...before, [name]: value }))
  return (
    <NarrowFold label={ui().filters(chosen())}>
      <form
        class="mb-4 flex flex-wrap items-end gap-3 max-sm:*:w-full"
        aria-label={t().filters}
        onSubmit={(event) => {
          event.preventDefault()
          navigate(addressOf(props.path, wanted()))
        }}
      >
        <For each={props.filters}>
          {(filter) => (
            <Show
              when={filter.choices}
              fallback={
                <TextField
                  class="max-w-full min-w-40"
                  label={filter.label}
                  type={filter.type ?? 'text'}
                  value={wanted()[filter.name] ?? ''}
                  onInput={(value) => set(filter.name, value)}
                />
              }
            >
              {(choices) => (
                <Select
                  class="max-w-full min-w-40"
                  label={filter.label}
                  value={wanted()[filter.name] ?? ''}
                  choices={[{ value: '', label: frame().any }, ...choices()]}
                  onChange={(value) => set(filter.name, value)}
                />
              )}
            </Show>
          )}
        </For>
        <Button type="submit" icon="search">
          {t().apply}
        </Button>
        <Show when={chosen() > 0}>
          <A href={props.path} class={buttonClass('quiet')}>
            {t().clear}
          </A>
        </Show>
      </form>
    </NarrowFold>
  )
}
