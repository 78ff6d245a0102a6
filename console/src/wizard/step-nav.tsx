import { A } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { Icon } from '../ui/icons.tsx'
import { type Draft, type DraftFacts, missingOf, type Step, STEPS } from './draft.ts'
import { t } from './words.ts'

/** Steps that ask for nothing, so they are never done. */
const OPTIONAL: ReadonlySet<Step> = new Set(['options', 'estimate', 'review'])

/** The steps as links: any can be gone to at any time, and nothing that was said is lost. */
export function StepNav(props: { draft: Draft; facts: DraftFacts; current: Step }) {
  const isDone = (step: Step) => missingOf(step, props.draft, props.facts) === undefined
  return (
    <nav aria-label={t().stepsLabel} class="mb-5">
      <ol class="flex flex-wrap gap-1">
        <For each={STEPS}>
          {(step, index) => (
            <li>
              <A
                href={`/new/${props.draft.id}/${step}`}
                aria-current={props.current === step ? 'step' : undefined}
                class="flex min-h-9 items-center gap-1.5 rounded-md border px-2.5 text-sm no-underline hover:bg-raised"
                classList={{
                  'border-accent bg-accent-soft font-semibold text-accent': props.current === step,
                  'border-line text-ink': props.current !== step,
                }}
              >
                <span class="tabular-nums">{index() + 1}</span>
                {t().steps[step]}
                <Show when={!OPTIONAL.has(step)}>
                  <Icon name={isDone(step) ? 'check' : 'dot'} />
                  <span class="sr-only">({isDone(step) ? t().stepDone : t().stepMissing})</span>
                </Show>
              </A>
            </li>
          )}
        </For>
      </ol>
    </nav>
  )
}
