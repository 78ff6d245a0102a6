import { formatTime } from '../i18n/format.ts'
import { liveHeardAt, liveMarker, pauseLive, resumeLive } from '../live/live.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { t } from './words.ts'

const ICONS: Readonly<Record<ReturnType<typeof liveMarker>, IconName>> = {
  live: 'dot',
  reconnecting: 'running',
  paused: 'pause',
}

/** Says whether the page follows by itself, and pauses it (WCAG 2.2.2). */
export function LiveButton() {
  const time = () => formatTime(liveHeardAt() ?? new Date())
  const hint = () => {
    const marker = liveMarker()
    if (marker === 'live') return t().live.liveHint
    return marker === 'paused' ? t().live.pausedHint(time()) : t().live.reconnectingHint(time())
  }
  return (
    <button
      type="button"
      class="inline-flex min-h-9 items-center gap-1 rounded-md px-2 text-sm text-faint hover:bg-sunk"
      classList={{ 'text-good': liveMarker() === 'live', 'text-warn': liveMarker() !== 'live' }}
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
