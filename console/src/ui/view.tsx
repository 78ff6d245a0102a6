import { type JSX, Match, Show, Switch } from 'solid-js'
import type { ApiFailure } from '../api/failure.ts'
import { type Query, refreshAll } from '../api/query.ts'
import { formatMoment } from '../i18n/format.ts'
import { failureWords } from './failure-words.ts'
import { Icon } from './icons.tsx'
import { FailureBox } from './problem-box.tsx'
import { isToldAbove } from './shared-failures.tsx'
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
  const isTold = isToldAbove(() =>
    props.query.data() === undefined ? props.query.failure() : undefined,
  )
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
          <Show when={!isTold()} fallback={<ToldAbove failure={failure()} />}>
            <div class="not-last:mb-5">
              <FailureBox failure={failure()} onRetry={() => void refreshAll()} asksAgain isAlert />
            </div>
          </Show>
        )}
      </Match>
    </Switch>
  )
}

/** Not empty, but not read: why, and what can be done, stands at the top of the page. */
function ToldAbove(props: { failure: ApiFailure }) {
  return (
    <p class="flex items-start gap-1.5 text-sm text-faint not-last:mb-5">
      <Icon name="warning" class="mt-0.5" />
      <span lang={failureWords(props.failure).titleLang}>{failureWords(props.failure).title}</span>
    </p>
  )
}
