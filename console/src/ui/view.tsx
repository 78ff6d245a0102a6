import { type JSX, Match, Show, Switch } from 'solid-js'
import type { Query } from '../api/query.ts'
import { formatMoment } from '../i18n/format.ts'
import { FailureBox } from './problem-box.tsx'
import { Skeleton } from './skeleton.tsx'
import { StaleNote } from './stale.tsx'
import { now } from './time.tsx'
import { t } from './words.ts'

/**
 * The five states of whatever is read: loading, failed, empty, stale or partial, and ready. Failure without data
 * is told as failure, never as empty; failure with data keeps the data and says how old they are.
 */
export function View<T extends object>(props: {
  query: Query<T>
  isEmpty?: (data: T) => boolean
  empty?: JSX.Element
  /** Why what is shown is not all, when the answer itself says so ('3 of 42 sites not heard of'). */
  partial?: (data: T) => string | undefined
  /** What stands in the place while it is read for the first time. */
  skeleton?: JSX.Element
  children: (data: () => T) => JSX.Element
}) {
  const retry = () => void props.query.refresh()
  return (
    <Switch fallback={props.skeleton ?? <Skeleton />}>
      <Match when={props.query.data()} keyed={false}>
        {(data) => (
          <>
            <Show when={props.query.failure()}>
              <StaleNote onRetry={retry}>
                {t().asOf(formatMoment(props.query.at() ?? new Date(), now()))}
              </StaleNote>
            </Show>
            <Show when={props.partial?.(data())}>{(text) => <StaleNote>{text()}</StaleNote>}</Show>
            <Show when={props.isEmpty?.(data()) !== true} fallback={props.empty}>
              {props.children(data)}
            </Show>
          </>
        )}
      </Match>
      <Match when={props.query.failure()}>
        {(failure) => (
          <div class="not-last:mb-5">
            <FailureBox failure={failure()} onRetry={retry} asksAgain isAlert />
          </div>
        )}
      </Match>
    </Switch>
  )
}
