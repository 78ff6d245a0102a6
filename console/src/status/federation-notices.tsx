import type { SiteStatus } from '@crosspanel/protocol/status'
import { For, Show } from 'solid-js'
import { t as words } from '../app/words.ts'
import { Section } from '../ui/page.tsx'
import { StateMark, type Tone } from '../ui/state-mark.tsx'
import { ExactTime } from '../ui/time.tsx'
import { t } from './words.ts'

type Announcement = NonNullable<SiteStatus['announcements']>[number]

const TONES: Readonly<Record<Announcement['severity'], Tone>> = {
  info: 'accent',
  warning: 'warn',
  critical: 'bad',
}

/** What the federation's admins announce; nothing at all where there is nothing, words where nobody can tell. */
export function FederationNotices(props: { announcements: SiteStatus['announcements'] }) {
  return (
    <Show when={props.announcements?.length !== 0}>
      <Section title={t().announcements}>
        <Show
          when={props.announcements}
          fallback={<p class="text-sm">{t().announcementsUnknown}</p>}
        >
          {(announcements) => (
            <ul class="flex max-w-3xl flex-col gap-3 text-sm">
              <For each={announcements()}>
                {(announcement) => (
                  <li class="flex flex-col items-start gap-1 rounded-md border border-line p-3">
                    <StateMark
                      tone={TONES[announcement.severity]}
                      icon={announcement.severity === 'info' ? 'info' : 'warning'}
                    >
                      {words().severity[announcement.severity]}
                    </StateMark>
                    <p class="whitespace-pre-line">{announcement.text}</p>
                    <p class="text-faint">
                      <ExactTime at={announcement.from} />
                      <Show when={announcement.until}>
                        {(until) => (
                          <>
                            {' – '}
                            <ExactTime at={until()} />
                          </>
                        )}
                      </Show>
                    </p>
                  </li>
                )}
              </For>
            </ul>
          )}
        </Show>
      </Section>
    </Show>
  )
}
