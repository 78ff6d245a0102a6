import type { PeerAdminView } from '@crosspanel/protocol/peer-admin'
import { Show } from 'solid-js'
import { formatDuration, formatFraction, formatNumber } from '../../i18n/format.ts'
import type { IconName } from '../../ui/icons.tsx'
import { StateMark, type Tone } from '../../ui/state-mark.tsx'
import { Age } from '../../ui/time.tsx'
import { CheckMark } from '../frame/check-mark.tsx'
import { timeOf } from '../frame/time-of.ts'
import { clockText, clockTone } from './peer-words.ts'
import { SaidText } from '../../told/said-text.tsx'
import { tellSight } from '../../told/sights.ts'
import { t } from './words.ts'

const TRUST: Readonly<Record<PeerAdminView['status'], readonly [Tone, IconName]>> = {
  active: ['good', 'check'],
  suspended: ['warn', 'pause'],
  revoked: ['bad', 'cross'],
}

export function TrustMark(props: { status: PeerAdminView['status'] }) {
  return (
    <StateMark tone={TRUST[props.status][0]} icon={TRUST[props.status][1]}>
      {t().trust[props.status]}
    </StateMark>
  )
}

/** What came of the last question, how old that is, and when the peer was heard of last: two clocks. */
export function LookFacts(props: { peer: PeerAdminView; readAt: Date | undefined }) {
  const look = () => props.peer.look
  return (
    <div class="flex flex-col items-start gap-1">
      <CheckMark state={look().state} />
      <span class="text-faint">
        <SaidText said={tellSight(look().seen, look().told)} />
        <Show when={look().ageS !== null}>
          , {t().asked} <Age at={timeOf(look().ageS ?? 0, props.readAt)} />
        </Show>
        ,{' '}
        <Show when={props.peer.lastHeardAt} fallback={t().neverHeard}>
          {(at) => (
            <>
              {t().heard} <Age at={at()} />
            </>
          )}
        </Show>
      </span>
    </div>
  )
}

export function ClockFacts(props: { offsetS: number | null }) {
  return (
    <Show when={props.offsetS !== null} fallback="?">
      <StateMark
        tone={clockTone(props.offsetS ?? 0)}
        icon={clockTone(props.offsetS ?? 0) === 'good' ? 'check' : 'clock'}
      >
        {clockText(props.offsetS ?? 0, formatFraction)}
      </StateMark>
    </Show>
  )
}

/** Milliseconds of the last answers to this process; nothing before the first. */
export function LatencyFacts(props: { latency: PeerAdminView['latency'] }) {
  return (
    <Show when={props.latency} fallback="?">
      {(latency) => (
        <span title={t().answers(latency().answers)}>
          {formatNumber(Math.round(latency().p50Ms))} / {formatNumber(Math.round(latency().p95Ms))}{' '}
          ms
        </span>
      )}
    </Show>
  )
}

export function BackOffFacts(props: { backOff: PeerAdminView['backOff'] }) {
  return (
    <Show when={props.backOff} fallback={<span class="text-faint">{t().noPause}</span>}>
      {(backOff) => (
        <>
          <Age at={backOff().nextAttemptAt} />, {t().failures(backOff().failures)}
        </>
      )}
    </Show>
  )
}

export function OutboxFacts(props: { outbox: PeerAdminView['outbox'] }) {
  return (
    <Show
      when={props.outbox.messages > 0}
      fallback={<span class="text-faint">{t().nothingWaits}</span>}
    >
      {t().messages(props.outbox.messages, formatDuration(props.outbox.oldestS ?? 0))}
    </Show>
  )
}
