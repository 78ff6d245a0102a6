import { formatTime } from '../i18n/format.ts'
import { liveHeardAt, liveMarker, pauseLive, resumeLive } from '../live/live.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { t } from './words.ts'

const ICONS: Readonly<Record<ReturnType<typeof liveMarker>, IconName>> = {
  connecting: 'running',
  live: 'dot',
  reconnecting: 'running',
  paused: 'pause',
}

/** Says whether the page follows by itself, and pauses it (WCAG 2.2.2). */
export function LiveButton() {
  const time = () => formatTime(liveHeardAt() ?? new Date())
  const hint = () => {
    const hints = {
      connecting: t().live.connectingHint,
      live: t().live.liveHint,
      reconnecting: t().live.reconnectingHint(time()),
      paused: t().live.pausedHint(time()),
    }
    return hints[liveMarker()]
  }
  return (
    <button
      type="button"
      class="inline-flex min-h-9 items-center gap-1 rounded-md px-2 text-sm text-faint hover:bg-sunk"
      classList={{
        'text-good': liveMarker() === 'live',
        'text-warn': ['reconnecting', 'paused'].includes(liveMarker()),
      }}
      title={hint()}
      aria-description={hint()}
      aria-pressed={liveMarker() === 'paused'}
      onClick={() => (liveMarker() === 'paused' ? resumeLive() : pauseLive())}
    >
      <Icon name={ICONS[liveMarker()]} />
      <span>{t().live[liveMarker()]}</span>
    </button>
  )
}
