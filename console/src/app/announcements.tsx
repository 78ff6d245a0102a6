import { For, Show } from 'solid-js'
import { formatDateTime, withColon } from '../i18n/format.ts'
import { liveStanding } from '../live/live.ts'
import { Icon } from '../ui/icons.tsx'
import { now } from '../ui/time.tsx'
import { t } from './words.ts'

/** What the administrators tell everybody, on every page while it is in force. */
export function Announcements() {
  const inForce = () =>
    liveStanding().announcements.filter(
      ({ from, until }) => new Date(from) <= now() && (until === null || new Date(until) > now()),
    )
  return (
    <Show when={inForce().length > 0}>
      <section aria-label={t().announcements}>
        <For each={inForce()}>
          {(announcement) => (
            <div
              class="border-b text-sm"
              classList={{
                'border-line bg-accent-soft text-ink': announcement.severity === 'info',
                'border-warn bg-warn-soft text-warn': announcement.severity === 'warning',
                'border-bad bg-bad-soft text-bad': announcement.severity === 'critical',
              }}
            >
              <div class="mx-auto flex max-w-7xl items-start gap-2 px-4 py-2 sm:px-6">
                <Icon name={announcement.severity === 'info' ? 'info' : 'warning'} class="mt-1" />
                <p class="min-w-0 flex-1 whitespace-pre-line">
                  <strong>{withColon(t().severity[announcement.severity])}</strong>{' '}
                  {announcement.text}{' '}
                  {announcement.until === null
                    ? ''
                    : `(${t().until(formatDateTime(announcement.until))})`}
                </p>
              </div>
            </div>
          )}
        </For>
      </section>
    </Show>
  )
}
