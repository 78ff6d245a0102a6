import type { Announcement, AnnouncementSeverity } from '@crosspanel/protocol/announcement'
import { type JSX, Show } from 'solid-js'
import type { IconName } from '../ui/icons.tsx'
import { StateMark, type Tone } from '../ui/state-mark.tsx'
import { ExactTime, now } from '../ui/time.tsx'
import { phaseOf } from './announcing.ts'
import { t as appWords } from '../app/words.ts'
import { t } from './words.ts'

const LOOKS: Readonly<Record<AnnouncementSeverity, readonly [Tone, IconName]>> = {
  info: ['accent', 'info'],
  warning: ['warn', 'warning'],
  critical: ['bad', 'warning'],
}

export function AnnouncementCard(props: { announcement: Announcement; actions?: JSX.Element }) {
  const look = () => LOOKS[props.announcement.severity]
  return (
    <article class="flex flex-col gap-2 rounded-md border border-line p-4 text-sm">
      <div class="flex flex-wrap items-center gap-2">
        <StateMark tone={look()[0]} icon={look()[1]}>
          {appWords().severity[props.announcement.severity]}
        </StateMark>
        <span class="text-faint">
          {t().announcements[phaseOf(props.announcement, now())]} ·{' '}
          <ExactTime at={props.announcement.from} />
          <Show when={props.announcement.endedAt ?? props.announcement.until}>
            {(until) => (
              <>
                {' – '}
                <ExactTime at={until()} />
              </>
            )}
          </Show>
        </span>
      </div>
      <p class="whitespace-pre-line">{props.announcement.text}</p>
      <Show when={props.actions}>
        <div class="flex gap-2">{props.actions}</div>
      </Show>
    </article>
  )
}
