import type { MemberStatus } from '@crosspanel/protocol/federation'
import type { PublicSiteState, SiteOverview } from '@crosspanel/protocol/site-overview'
import { For, Show } from 'solid-js'
import { formatFraction } from '../i18n/format.ts'
import { StateMark } from '../ui/state-mark.tsx'
import { Age } from '../ui/time.tsx'
import { groupsOf } from './fingerprint.ts'
import { isClockOff, STATE_LOOKS, STATUS_LOOKS } from './standing.ts'
import { t } from './words.ts'

/** How a site is, by what was heard of it last. */
export function SiteStateMark(props: { state: PublicSiteState }) {
  return (
    <span title={t().stateHints[props.state]}>
      <StateMark tone={STATE_LOOKS[props.state][0]} icon={STATE_LOOKS[props.state][1]}>
        {t().states[props.state]}
      </StateMark>
    </span>
  )
}

export function MemberMark(props: { status: MemberStatus }) {
  return (
    <StateMark tone={STATUS_LOOKS[props.status][0]} icon={STATUS_LOOKS[props.status][1]}>
      {t().statuses[props.status]}
    </StateMark>
  )
}

/** In groups, to be read out by phone. */
export function Fingerprint(props: { value: string }) {
  return (
    <code class="font-mono text-sm">
      <For each={groupsOf(props.value)}>
        {(group) => <span class="mr-1.5 inline-block">{group}</span>}
      </For>
    </code>
  )
}

export function ClockOffset(props: { report: SiteOverview['report'] }) {
  return (
    <Show when={props.report} fallback={t().clockUnknown}>
      {(report) => {
        const offset = () => report().clockOffsetS
        const words = () =>
          Math.abs(offset()) < 1
            ? t().clockGood
            : t().clockOf(formatFraction(Math.abs(offset())), offset() > 0)
        return (
          <Show when={isClockOff(offset())} fallback={words()}>
            <StateMark tone="warn" icon="clock">
              {words()}
            </StateMark>
          </Show>
        )
      }}
    </Show>
  )
}

/** When a site last reported. */
export function LastSeen(props: { report: SiteOverview['report'] }) {
  return (
    <Show when={props.report} fallback={t().never}>
      {(report) => (
        <span class="whitespace-nowrap">
          <Age at={report().received} />
        </span>
      )}
    </Show>
  )
}
