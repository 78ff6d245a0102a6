import type { PanelView } from '@crosspanel/protocol/panel'
import { For, Show } from 'solid-js'
import { formatAge, formatNumber, formatPercent } from '../i18n/format.ts'
import { ContactMark } from '../jobs/contact-mark.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import { now } from '../ui/time.tsx'
import { sharesOf, standingOf } from './describe.ts'
import { t } from './words.ts'

/** Whether a job may be sent there, and why not. */
export function StandingMark(props: { panel: PanelView }) {
  return (
    <Show
      when={standingOf(props.panel) === 'closed'}
      fallback={<ContactMark contact={props.panel.host} />}
    >
      <StateMark tone="plain" icon="lock">
        {t().closed}
      </StateMark>
    </Show>
  )
}

/** Who is in the panel, as far as it tells. */
export function Populations(props: { panel: PanelView }) {
  const shares = () => sharesOf(props.panel)
  return (
    <Show when={shares().length > 0} fallback={<span class="text-faint">{t().noPopulations}</span>}>
      <ul class="flex flex-wrap gap-x-3">
        <For each={shares()}>
          {({ code, samples, share }) => (
            <li title={t().people(samples)}>
              <abbr class="no-underline" title={t().people(samples)}>
                {code}
              </abbr>{' '}
              {formatPercent(share)}
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

/** How busy its host said it was, and when it said so. */
export function HostLoad(props: { panel: PanelView }) {
  return (
    <Show when={props.panel.hostTold} fallback={<span class="text-faint">{t().toldNothing}</span>}>
      {(told) => (
        <span>
          {t().load(formatNumber(told().runningRuns), formatNumber(told().queuedRuns))}
          <span class="block text-faint">{t().told(formatAge(told().at, now()))}</span>
        </span>
      )}
    </Show>
  )
}
