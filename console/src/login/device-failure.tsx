import { Show } from 'solid-js'
import type { ApiFailure } from '../api/failure.ts'
import { FailureBox, ProblemBox } from '../ui/problem-box.tsx'
import { t } from './words.ts'

/** A code that nothing waits for is mostly a mistyped or an old one. */
export function DeviceFailure(props: { failure: ApiFailure }) {
  return (
    <Show
      when={props.failure.code === 'device-login-not-found'}
      fallback={<FailureBox failure={props.failure} isAlert />}
    >
      <ProblemBox title={t().device.notFound} fix={t().device.notFoundFix} tone="warn" isAlert />
    </Show>
  )
}
