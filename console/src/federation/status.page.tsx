import type { FederationStatus } from '@crosspanel/protocol/site-overview'
import { For, Show } from 'solid-js'
import { read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { formatDateTime, withColon } from '../i18n/format.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { PlainLink } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { StaleNote } from '../ui/stale.tsx'
import { Age, ExactTime } from '../ui/time.tsx'
import { View } from '../ui/view.tsx'
import { AnnouncementCard } from './announcement-card.tsx'
import { AsOf } from './as-of.tsx'
import { registry } from './client.ts'
import { DayStrip } from './day-strip.tsx'
import { MemberMark, SiteStateMark } from './marks.tsx'
import { t } from './words.ts'

/** How old the registry's own picture may be before the page says so, milliseconds. */
const OLD_AFTER_MS = 30_000

/** What anybody may know of the federation; needs no login. */
export default function FederationStatusPage() {
  const status = createQuery(
    () => 'status',
    () => read(registry.status.$get()),
  )
  const partial = ({ time, asOf }: FederationStatus) =>
    Date.parse(time) - Date.parse(asOf) > OLD_AFTER_MS
      ? t().status.old(formatDateTime(asOf))
      : undefined
  return (
    <Page title={t().status.title} lead={<AsOf query={status} />}>
      <View query={status} partial={partial}>
        {(known) => <Known status={known()} />}
      </View>
    </Page>
  )
}

function Known(props: { status: FederationStatus }) {
  return (
    <>
      <Show when={!props.status.document.isOpen}>
        <StaleNote>{t().status.expired}</StaleNote>
      </Show>
      <Section title={t().status.announcements}>
        <Show
          when={props.status.announcements.length > 0}
          fallback={<p class="text-sm text-faint">{t().status.nothing}</p>}
        >
          <div class="flex max-w-3xl flex-col gap-3">
            <For each={props.status.announcements}>
              {(each) => <AnnouncementCard announcement={each} />}
            </For>
          </div>
        </Show>
      </Section>
      <Section title={t().status.sites}>
        <Show
          when={props.status.sites.length > 0}
          fallback={<EmptyState title={t().status.empty}>{t().status.emptyText}</EmptyState>}
        >
          <ul class="flex flex-col gap-4">
            <For each={props.status.sites}>{(site) => <SiteItem site={site} />}</For>
          </ul>
        </Show>
      </Section>
      <p class="text-sm text-faint">
        {t().status.document(props.status.document.version)}, {t().status.expires}{' '}
        <ExactTime at={props.status.document.expires} /> ·{' '}
        <PlainLink href="/v1/status" class="inline-block min-h-6">
          {t().status.json}
        </PlainLink>
      </p>
    </>
  )
}

function SiteItem(props: { site: FederationStatus['sites'][number] }) {
  return (
    <li class="rounded-md border border-line p-4">
      <div class="mb-2 flex flex-wrap items-start justify-between gap-2">
        <div>
          <h3>{props.site.siteName}</h3>
          <p class="text-sm text-faint">
            {props.site.organisation} · {withColon(t().panels)} {props.site.panels}
          </p>
        </div>
        <div class="flex flex-wrap items-center gap-2 text-sm">
          <Show
            when={props.site.status === 'active'}
            fallback={<MemberMark status={props.site.status} />}
          >
            <SiteStateMark state={props.site.state} />
          </Show>
          <Show when={props.site.heard}>{(heard) => <Age at={heard()} />}</Show>
        </div>
      </div>
      <DayStrip name={props.site.siteName} days={props.site.days} />
    </li>
  )
}
