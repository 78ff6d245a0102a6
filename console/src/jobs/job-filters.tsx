import type { JobView } from '@crosspanel/protocol/job'
import { Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { type Choice, Select } from '../ui/field.tsx'
import { NarrowFold } from '../ui/narrow-fold.tsx'
import { t as ui } from '../ui/words.ts'
import { chosenOf, DAY_CHOICES, isFiltered, type JobFilter } from './filter.ts'
import { JOB_STATE_ORDER } from './state-order.ts'
import { stateWords } from './state-words.ts'
import { t } from './words.ts'

type Change = Partial<Record<keyof JobFilter, string | undefined>>

/** Every choice stands in the address, so a filtered list can be kept as a bookmark and sent to a colleague. */
export function JobFilters(props: {
  filter: JobFilter
  /** Panels and sites to choose from are those that the list has shown. */
  rows: readonly Pick<JobView, 'panelId' | 'hostSite'>[]
  onChange: (change: Change) => void
  onClear: () => void
}) {
  const any = (): Choice<string> => ({ value: '', label: t().filters.any })
  const values = (chosen: string | undefined, of: readonly string[]) =>
    [...new Set([...(chosen === undefined || chosen === '' ? [] : [chosen]), ...of])].toSorted()
  const plain = (value: string): Choice<string> => ({ value, label: value })
  const set = (name: keyof JobFilter) => (value: string) =>
    props.onChange({ [name]: value === '' ? undefined : value })

  return (
    <NarrowFold label={ui().filters(chosenOf(props.filter))}>
      <form
        class="mb-4 grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-4 lg:has-[button]:grid-cols-[repeat(4,minmax(0,1fr))_auto]"
        aria-label={t().filters.title}
        onSubmit={(event) => event.preventDefault()}
      >
        <Select
          label={t().columns.state}
          value={props.filter.state ?? ''}
          choices={[
            any(),
            ...JOB_STATE_ORDER.map((state) => ({
              value: state,
              label: stateWords().states[state],
            })),
          ]}
          onChange={set('state')}
        />
        <Select
          label={t().filters.submitted}
          value={props.filter.days ?? ''}
          choices={[
            { value: '', label: t().filters.ever },
            ...DAY_CHOICES.map((days) => ({ value: days, label: t().filters.days(Number(days)) })),
          ]}
          onChange={set('days')}
        />
        <Select
          label={t().columns.panel}
          value={props.filter.panelId ?? ''}
          choices={[
            any(),
            ...values(
              props.filter.panelId,
              props.rows.map(({ panelId }) => panelId),
            ).map(plain),
          ]}
          onChange={set('panelId')}
        />
        <Select
          label={t().columns.host}
          value={props.filter.hostSite ?? ''}
          choices={[
            any(),
            ...values(
              props.filter.hostSite,
              props.rows.map(({ hostSite }) => hostSite),
            ).map(plain),
          ]}
          onChange={set('hostSite')}
        />
        <Show when={isFiltered(props.filter)}>
          <Button look="quiet" icon="cross" onClick={props.onClear}>
            {t().filters.clear}
          </Button>
        </Show>
      </form>
    </NarrowFold>
  )
}
