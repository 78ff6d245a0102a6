import type { PanelView } from '@crosspanel/protocol/panel'
import { For, Show } from 'solid-js'
import { formatBytes, formatFraction, joinClauses, withColon } from '../../i18n/format.ts'
import { TextField } from '../../ui/field.tsx'
import { Link } from '../../ui/link.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { type Draft, type DraftFacts, missingOf, type Step, STEPS } from '../draft.ts'
import { t } from '../words.ts'

/** Everything that was chosen, each with the way back to it. */
export function ReviewStep(props: {
  draft: Draft
  facts: DraftFacts
  panel: PanelView | undefined
  onName: (name: string) => void
}) {
  const lines = () => STEPS.filter((step) => step !== 'review' && step !== 'estimate')
  return (
    <div class="flex max-w-3xl flex-col gap-5">
      <p>{t().reviewLead}</p>
      <TextField
        class="max-w-md"
        label={t().jobName}
        hint={t().jobNameHint}
        maxLength={120}
        autocomplete="off"
        value={props.draft.name}
        onInput={props.onName}
      />
      <ul class="flex flex-col">
        <For each={lines()}>
          {(step) => (
            <li class="grid gap-x-4 gap-y-1 border-b border-line py-3 sm:grid-cols-[9rem_1fr_auto]">
              <span class="text-faint">{t().steps[step]}</span>
              <div class="min-w-0 break-words">
                <Show
                  when={missingOf(step, props.draft, props.facts) === undefined}
                  fallback={
                    <StateMark tone="warn" icon="warning">
                      {t().lacks}
                    </StateMark>
                  }
                >
                  {sayOf(step, props.draft, props.facts, props.panel)}
                </Show>
              </div>
              <Link href={`/new/${props.draft.id}/${step}`} class="inline-block min-h-6">
                {t().change}
                <span class="sr-only">: {t().steps[step]}</span>
              </Link>
            </li>
          )}
        </For>
      </ul>
      <p class="text-sm text-faint">
        {t().next1} {t().next2}
      </p>
    </div>
  )
}

function sayOf(step: Step, draft: Draft, facts: DraftFacts, panel: PanelView | undefined): string {
  switch (step) {
    case 'files': {
      const bytes = draft.files.reduce((sum, { identity }) => sum + identity.size, 0)
      const names = draft.files.map(({ identity }) => identity.name).join(', ')
      return `${t().reviewFiles(draft.files.length)}, ${withColon(formatBytes(bytes))} ${names}`
    }
    case 'panel':
      return panel === undefined ? (draft.panelId ?? '') : `${panel.title} (${panel.hostName})`
    case 'options':
      return optionWords(draft)
    case 'terms':
      return t().reviewAgreed
    case 'key':
      return facts.hasKey ? t().keyOwn : t().keySite
    case 'estimate':
    case 'review':
      return ''
  }
}

/** Only what was changed: the rest has the defaults that the options show. */
function optionWords({ parameters }: Draft): string {
  const words = Object.entries(parameters).map(([name, value]) => {
    const label = (t().options as Readonly<Record<string, string>>)[name] ?? name
    return `${withColon(label)} ${valueWords(value)}`
  })
  return words.length === 0 ? t().defaults : joinClauses(words)
}

function valueWords(value: string | number | boolean | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'boolean') return value ? t().yes : t().no
  if (typeof value === 'number') return formatFraction(value)
  return (t().choices as Readonly<Record<string, string>>)[value] ?? value
}
