import type { Announcement } from '@crosspanel/protocol/announcement'
import { createSignal, For, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page, Section } from '../ui/page.tsx'
import { announce } from '../ui/status-region.tsx'
import { now } from '../ui/time.tsx'
import { View } from '../ui/view.tsx'
import { AnnouncementCard } from './announcement-card.tsx'
import { AnnouncementForm } from './announcement-form.tsx'
import { phaseOf } from './announcing.ts'
import { AsOf } from './as-of.tsx'
import { registry } from './client.ts'
import { t } from './words.ts'

/** What the federation's admins tell everybody. */
export default function AnnouncementsPage() {
  const [asked, setAsked] = createSignal<Announcement>()
  const all = createQuery(
    () => 'announcements',
    () => read(registry.announcements.all.$get()),
  )
  const end = createAction((id: string) =>
    read(registry.announcements[':id'].$delete({ param: { id } })),
  )
  const isOver = (each: Announcement) => phaseOf(each, now()) === 'over'
  return (
    <Page
      title={t().announcements.title}
      lead={
        <>
          {t().announcements.lead} <AsOf query={all} />
        </>
      }
    >
      <Section title={t().announcements.now}>
        <View
          query={all}
          isEmpty={({ announcements }) => announcements.every(isOver)}
          empty={
            <EmptyState title={t().announcements.none}>{t().announcements.noneText}</EmptyState>
          }
        >
          {(list) => (
            <ul class="flex max-w-3xl flex-col gap-3">
              <For each={list().announcements.filter((each) => !isOver(each))}>
                {(each) => (
                  <li>
                    <AnnouncementCard
                      announcement={each}
                      actions={
                        <Button onClick={() => setAsked(each)}>{t().announcements.end}</Button>
                      }
                    />
                  </li>
                )}
              </For>
            </ul>
          )}
        </View>
      </Section>
      <Section title={t().announcements.announce}>
        <AnnouncementForm onMade={() => void all.refresh()} />
      </Section>
      <Show when={all.data()?.announcements.some(isOver)}>
        <Section title={t().announcements.past}>
          <ul class="flex max-w-3xl flex-col gap-3">
            <For each={all.data()?.announcements.filter(isOver)}>
              {(each) => (
                <li>
                  <AnnouncementCard announcement={each} />
                </li>
              )}
            </For>
          </ul>
        </Section>
      </Show>
      <Show when={asked()}>
        {(announcement) => (
          <ConfirmDialog
            title={t().announcements.endTitle}
            isOpen
            onClose={() => setAsked(undefined)}
            verb={t().announcements.end}
            isDangerous
            action={end}
            argument={announcement().id}
            onDone={() => {
              announce(t().announcements.ended, { isShown: true })
              void all.refresh()
            }}
          >
            <p>{t().announcements.endText}</p>
          </ConfirmDialog>
        )}
      </Show>
    </Page>
  )
}
