import { type JSX, Match, Show, Switch } from 'solid-js'
import { type Query, refreshAll } from '../api/query.ts'
import { formatMoment } from '../i18n/format.ts'
import { failureWords } from './failure-words.ts'
import { Icon, type IconName } from './icons.tsx'
import { FailureBox } from './problem-box.tsx'
import { isToldAbove, reasonOf } from './shared-failures.tsx'
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
  const isFailureTold = isToldAbove(() => {
    const failure = props.query.data() === undefined ? props.query.failure() : undefined
    return failure && reasonOf(failure)
  })
  const asOf = () =>
    props.query.data() !== undefined && props.query.failure() !== undefined
      ? t().asOf(formatMoment(props.query.at() ?? new Date(), now()))
      : undefined
  const isAsOfTold = isToldAbove(asOf)
  return (
    <Switch fallback={props.skeleton ?? <Skeleton />}>
      <Match when={props.query.data()} keyed={false}>
        {(data) => (
          <>
            <Show when={asOf()}>
              {(text) => (
                <Show when={!isAsOfTold()} fallback={<ToldAbove icon="clock">{text()}</ToldAbove>}>
                  <StaleNote onRetry={() => void refreshAll()}>{text()}</StaleNote>
                </Show>
              )}
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
          <Show
            when={!isFailureTold()}
            fallback={
              <ToldAbove icon="warning">
                <span lang={failureWords(failure()).titleLang}>
                  {failureWords(failure()).title}
                </span>
              </ToldAbove>
            }
          >
            <div class="not-last:mb-5">
              <FailureBox failure={failure()} onRetry={() => void refreshAll()} asksAgain isAlert />
            </div>
          </Show>
        )}
      </Match>
    </Switch>
  )
}

/** In a line what a place above has told with what can be done. */
function ToldAbove(props: { icon: IconName; children: JSX.Element }) {
  return (
    <p class="flex items-start gap-1.5 text-sm text-faint not-last:mb-3">
      <Icon name={props.icon} class="mt-0.5" />
      <span>{props.children}</span>
    </p>
  )
}
