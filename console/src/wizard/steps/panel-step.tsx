import type { PanelView } from '@crosspanel/protocol/panel'
import { createMemo, For, Show } from 'solid-js'
import { formatAge, withColon } from '../../i18n/format.ts'
import { ContactMark } from '../../jobs/contact-mark.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Select } from '../../ui/field.tsx'
import type { IconName } from '../../ui/icons.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Section } from '../../ui/page.tsx'
import { Badge, StateMark } from '../../ui/state-mark.tsx'
import { now } from '../../ui/time.tsx'
import {
  type Cohort,
  type Judgement,
  populationsOf,
  rankPanels,
  type Weight,
} from '../judge-panel.ts'
import type { OverlapState } from '../overlaps.ts'
import { reasonWords } from '../reason-words.ts'
import { t } from '../words.ts'

const ICONS: Readonly<Record<Weight, { icon: IconName; ink: string }>> = {
  blocks: { icon: 'stop', ink: 'text-bad' },
  against: { icon: 'warning', ink: 'text-warn' },
  open: { icon: 'info', ink: 'text-faint' },
  for: { icon: 'check', ink: 'text-good' },
}

/** Panels in the order in which they suit the files, each with what speaks for and against it. None is chosen by itself. */
export function PanelStep(props: {
  panels: readonly PanelView[]
  cohort: Cohort
  overlapOf: (panelId: string) => OverlapState | undefined
  chosen: string | undefined
  onAncestry: (population: string | undefined) => void
  onChoose: (panelId: string) => void
}) {
  const ranked = createMemo(() => rankPanels(props.panels, props.cohort, props.overlapOf))
  const judgementOf = (id: string) => ranked().find(({ panel: { panelId } }) => panelId === id)
  const choices = () => [
    { value: '', label: t().ancestryOpen },
    ...populationsOf(props.panels).map((code) => ({ value: code, label: code })),
  ]
  return (
    <div class="flex max-w-4xl flex-col gap-5">
      <Show
        when={props.panels.length > 0}
        fallback={<EmptyState title={t().noPanels}>{t().noPanelsText}</EmptyState>}
      >
        <Select
          class="max-w-sm"
          label={t().ancestry}
          hint={t().ancestryHint}
          value={props.cohort.ancestry ?? ''}
          choices={choices()}
          onChange={(code) => props.onAncestry(code === '' ? undefined : code)}
        />
        <Section title={t().panelsTitle}>
          <ol class="flex flex-col gap-4">
            {/* By id: a card that is judged anew keeps its elements, and focus stays where it is. */}
            <For each={ranked().map(({ panel: { panelId } }) => panelId)}>
              {(panelId) => (
                <Show when={judgementOf(panelId)}>
                  {(judgement) => (
                    <PanelCard
                      judgement={judgement()}
                      isChosen={props.chosen === panelId}
                      onChoose={props.onChoose}
                    />
                  )}
                </Show>
              )}
            </For>
          </ol>
        </Section>
      </Show>
    </div>
  )
}

function PanelCard(props: {
  judgement: Judgement
  isChosen: boolean
  onChoose: (panelId: string) => void
}) {
  const panel = () => props.judgement.panel
  return (
    <li
      class="rounded-md border p-4"
      classList={{ 'border-accent': props.isChosen, 'border-line': !props.isChosen }}
    >
      <div class="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div class="min-w-0">
          <h3 class="break-words">{panel().title}</h3>
          <p class="flex flex-wrap gap-x-2 gap-y-1 text-sm text-faint">
            <span class="wrap-anywhere">{panel().panelId}</span>
            <Badge>{panel().build}</Badge>
            <span>{t().people(panel().samples)}</span>
          </p>
          <p class="mt-1 flex flex-wrap items-center gap-2 text-sm">
            {panel().hostName}
            <ContactMark contact={panel().host} />
          </p>
        </div>
        <div class="flex flex-wrap items-center gap-2">
          <Show when={props.isChosen}>
            <StateMark tone="accent" icon="check">
              {t().chosen}
            </StateMark>
          </Show>
          {/* It stays when it was pressed: focus is on it. */}
          <Show when={props.judgement.isPossible}>
            <Button aria-pressed={props.isChosen} onClick={() => props.onChoose(panel().panelId)}>
              {t().use}
              <span class="sr-only">: {panel().title}</span>
            </Button>
          </Show>
        </div>
      </div>
      <ul class="mt-3 flex flex-col gap-1 text-sm">
        <For each={props.judgement.reasons}>
          {(reason) => (
            <li class="flex items-start gap-2">
              <Icon name={ICONS[reason.weight].icon} class={`mt-0.5 ${ICONS[reason.weight].ink}`} />
              <span>
                <span class="font-medium">{withColon(t().weights[reason.weight])} </span>
                {reasonWords(reason)}
              </span>
            </li>
          )}
        </For>
      </ul>
      <Show when={panel().hostTold}>
        {(told) => (
          <p class="mt-2 text-sm text-faint">{t().toldAge(formatAge(told().at, now()))}</p>
        )}
      </Show>
    </li>
  )
}
