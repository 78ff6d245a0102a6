import { type JSX, Show } from 'solid-js'
import { Button } from './button.tsx'
import { Icon } from './icons.tsx'
import { t } from './words.ts'

/** What is shown is old or not all: says how old or what is missing, and stays out of the way. */
export function StaleNote(props: { children: JSX.Element; onRetry?: () => void }) {
  return (
    <div
      role="status"
      class="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-warn bg-warn-soft px-3 py-1 text-sm text-warn"
    >
      <span class="flex items-start gap-1.5 py-1">
        <Icon name="clock" class="mt-0.5" />
        <span>{props.children}</span>
      </span>
      <Show when={props.onRetry}>
        {(retry) => (
          <Button look="plain" class="min-h-7 py-0.5" onClick={() => retry()()}>
            {t().retry}
          </Button>
        )}
      </Show>
    </div>
  )
}
