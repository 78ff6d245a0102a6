import { type JSX, Show } from 'solid-js'
import { FailurePanel, ProblemPanel } from '../ui/problem-panel.tsx'
import { FileUnreadable } from './checker.ts'
import { wizardFailure } from './failures.ts'
import { t } from './words.ts'

/** Why files could not be looked at: one cannot be read, or this browser failed. */
export function FileFault(props: { error: unknown }) {
  return (
    <Show when={props.error !== undefined}>
      <Show
        when={props.error instanceof FileUnreadable}
        fallback={<FailurePanel isAlert failure={wizardFailure(props.error)} />}
      >
        <UnreadablePanel seen={t().unreadableSeen} />
      </Show>
    </Show>
  )
}

export function UnreadablePanel(props: { seen: string; actions?: JSX.Element }) {
  return (
    <ProblemPanel
      isAlert
      title={t().unreadable}
      seen={props.seen}
      fix={t().unreadableFix}
      actions={props.actions}
    />
  )
}
