import { type JSX, Show } from 'solid-js'
import { FailureBox, ProblemBox } from '../ui/problem-box.tsx'
import { FileUnreadable } from './checker.ts'
import { wizardFailure } from './failures.ts'
import { t } from './words.ts'

/** Why files could not be looked at: one cannot be read, or this browser failed. */
export function FileFault(props: { error: unknown }) {
  return (
    <Show when={props.error !== undefined}>
      <Show
        when={props.error instanceof FileUnreadable}
        fallback={<FailureBox isAlert failure={wizardFailure(props.error)} />}
      >
        <UnreadableBox seen={t().unreadableSeen} />
      </Show>
    </Show>
  )
}

export function UnreadableBox(props: { seen: string; actions?: JSX.Element }) {
  return (
    <ProblemBox
      isAlert
      title={t().unreadable}
      seen={props.seen}
      fix={t().unreadableFix}
      actions={props.actions}
    />
  )
}
