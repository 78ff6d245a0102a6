import type { NotificationView } from '@crosspanel/protocol/notification'
import { useSearchParams } from '@solidjs/router'
import { createMemo, For, Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, done, read } from '../api/client.ts'
import { createPages } from '../api/pages.ts'
import { liveStanding, setUnread } from '../live/live.ts'
import { tellNotification } from '../told/notifications.ts'
import { SaidText } from '../told/said-text.tsx'
import { Button, LinkButton } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Select } from '../ui/field.tsx'
import { Link } from '../ui/link.tsx'
import { MoreRows } from '../ui/more-rows.tsx'
import { Page } from '../ui/page.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import { announce } from '../ui/status-region.tsx'
import { Age } from '../ui/time.tsx'
import { View } from '../ui/view.tsx'
import { t } from './words.ts'

const PAGE = '50'

/** What a person was told of, newest first. Removing and reading count at once for every tab and device. */
export default function NotificationsPage() {
  const [search, setSearch] = useSearchParams<{ show?: string }>()
  const show = () => (search.show === 'unread' ? 'unread' : 'all')
  const inbox = createPages<NotificationView, string>(
    show,
    async (which, cursor, signal) => {
      const query = {
        limit: PAGE,
        unread: which === 'unread' ? 'true' : 'false',
        ...(cursor === undefined ? {} : { after: cursor }),
      } as const
      const page = await read(api.notifications.$get({ query }, { init: { signal } }))
      setUnread(page.unread)
      return { rows: page.notifications, next: page.next }
    },
    {
      keepsWhileKeyChanges: true,
      onPatch: (patch) => (patch.type === 'notification' ? 'refresh' : undefined),
    },
  )
  const change = createAction((act: () => Promise<void>) => act())
  const ask = async (act: () => Promise<void>, told?: string) => {
    if (!(await change.run(act))) return
    if (told !== undefined) announce(told)
    await inbox.refresh()
  }

  return (
    <Page
      title={t().title}
      actions={
        <Show when={(liveStanding().unread ?? 0) > 0}>
          <Button
            icon="check"
            isBusy={change.isBusy()}
            onClick={() => void ask(() => done(api.notifications.read.$put()), t().markedAll)}
          >
            {t().markAll}
          </Button>
        </Show>
      }
    >
      <div class="mb-4 flex flex-wrap items-end justify-between gap-3">
        <Select
          label={t().show}
          value={show()}
          choices={[
            { value: 'all', label: t().all },
            { value: 'unread', label: t().onlyUnread },
          ]}
          onChange={(value) => setSearch({ show: value === 'all' ? undefined : value })}
        />
        <Link href="/account/notifications" class="inline-block min-h-6 text-sm">
          {t().preferences}
        </Link>
      </div>
      <Show when={change.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
      <View
        query={inbox}
        isEmpty={({ rows }) => rows.length === 0}
        empty={
          <Show
            when={show() === 'unread'}
            fallback={<EmptyState title={t().noneTitle}>{t().none}</EmptyState>}
          >
            <EmptyState title={t().noneUnread} />
          </Show>
        }
      >
        {(data) => (
          <>
            <ul class="flex flex-col divide-y divide-line border-y border-line">
              <For each={data().rows}>
                {(notification) => (
                  <Notification
                    notification={notification}
                    onRead={() => {
                      const param = { id: notification.id }
                      return ask(() => done(api.notifications[':id'].read.$put({ param })))
                    }}
                    onRemove={() => {
                      const param = { id: notification.id }
                      return ask(() => done(api.notifications[':id'].$delete({ param })))
                    }}
                  />
                )}
              </For>
            </ul>
            <MoreRows pages={inbox} />
          </>
        )}
      </View>
    </Page>
  )
}

function Notification(props: {
  notification: NotificationView
  onRead: () => Promise<void>
  onRemove: () => Promise<void>
}) {
  const told = createMemo(() => tellNotification(props.notification))
  const labelOf = (verb: string) => t().nameOf(verb, told().title.text)
  return (
    <li class="flex flex-col gap-1 py-3">
      <div class="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 class="text-base">
          <SaidText said={told().title} />
        </h2>
        <span class="text-sm text-faint">
          <Age at={props.notification.at} />
        </span>
      </div>
      <Show when={!props.notification.isRead}>
        <div>
          <StateMark tone="accent" icon="dot">
            {t().unread}
          </StateMark>
        </div>
      </Show>
      <p class="max-w-prose text-sm wrap-break-word whitespace-pre-line">
        <SaidText said={told().text} />
      </p>
      <div class="flex flex-wrap gap-2">
        <LinkButton href={props.notification.path} icon="right">
          {t().open}
        </LinkButton>
        <Show when={!props.notification.isRead}>
          <Button
            look="quiet"
            icon="check"
            aria-label={labelOf(t().markRead)}
            onClick={() => void props.onRead()}
          >
            {t().markRead}
          </Button>
        </Show>
        <Button
          look="quiet"
          icon="trash"
          aria-label={labelOf(t().remove)}
          onClick={() => void props.onRemove()}
        >
          {t().remove}
        </Button>
      </div>
    </li>
  )
}
