import type { SiteStatus } from '@crosspanel/protocol/status'
import { For, Show } from 'solid-js'
import { api, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { formatNumber } from '../i18n/format.ts'
import { ContactMark } from '../jobs/contact-mark.tsx'
import { SaidText } from '../told/said-text.tsx'
import { tellSight } from '../told/sights.ts'
import { Page, Section } from '../ui/page.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import { type Column, Facts, Table } from '../ui/table.tsx'
import { Age, ExactTime } from '../ui/time.tsx'
import { View } from '../ui/view.tsx'
import { FederationNotices } from './federation-notices.tsx'
import { t } from './words.ts'

/** What this site tells anybody of itself; needs no login. */
export default function StatusPage() {
  const status = createQuery(
    () => 'status',
    () => read(api.status.$get()),
  )
  const title = () => {
    const site = status.data()?.siteName
    return site === undefined ? t().titleUnknown : t().title(site)
  }
  return (
    <Page title={title()}>
      <View query={status}>{(site) => <Summary site={site()} />}</View>
    </Page>
  )
}

function Summary(props: { site: SiteStatus }) {
  return (
    <>
      <div class="mb-6">
        <Readiness site={props.site} />
        <ul class="mt-2 list-disc pl-5 text-sm">
          <For each={props.site.reasons}>
            {({ seen, told }) => (
              <li>
                <SaidText said={tellSight(seen, told)} />
              </li>
            )}
          </For>
        </ul>
      </div>
      <FederationNotices announcements={props.site.announcements} />
      <Section title={t().federation}>
        <Show when={props.site.federation} fallback={<p class="text-sm">{t().noFederation}</p>}>
          {(federation) => (
            <Facts
              facts={[
                [t().version, t().versionOf(federation().version)],
                [t().issued, <Age at={federation().issued} />],
                [
                  t().expires,
                  <>
                    <ExactTime at={federation().expires} />
                    <Show when={!federation().isOpen}>
                      <strong class="block text-bad">{t().expired}</strong>
                    </Show>
                  </>,
                ],
                [t().panels, panelsOf(props.site.panels)],
              ]}
            />
          )}
        </Show>
      </Section>
      <Section title={t().peers}>
        <Show when={props.site.peers.length > 0} fallback={<p class="text-sm">{t().noPeers}</p>}>
          <Table caption={t().peers} columns={columns()} rows={props.site.peers} />
        </Show>
      </Section>
      <Facts
        facts={[
          [t().software, `${props.site.software.name} ${props.site.software.version}`],
          [t().asOf, <ExactTime at={props.site.time} />],
        ]}
      />
    </>
  )
}

const panelsOf = (panels: SiteStatus['panels']) =>
  panels === null ? t().panelsUnknown : t().panelsOf(panels.served, panels.reachable)

function Readiness(props: { site: SiteStatus }) {
  return (
    <Show
      when={props.site.isReady}
      fallback={
        <StateMark tone="bad" icon="cross">
          {t().notReady}
        </StateMark>
      }
    >
      <StateMark
        tone={props.site.reasons.length > 0 ? 'warn' : 'good'}
        icon={props.site.reasons.length > 0 ? 'warning' : 'check'}
      >
        {props.site.reasons.length > 0 ? t().degraded : t().ready}
      </StateMark>
    </Show>
  )
}

const columns = (): Column<SiteStatus['peers'][number]>[] => [
  {
    id: 'site',
    title: t().site,
    cell: (peer) => (
      <>
        {peer.name} <span class="text-faint">{peer.siteId}</span>
      </>
    ),
  },
  { id: 'contact', title: t().contact, cell: (peer) => <ContactMark contact={peer.contact} /> },
  {
    id: 'heard',
    title: t().heard,
    cell: (peer) => (peer.heardAt === null ? t().never : <Age at={peer.heardAt} />),
  },
  {
    id: 'time',
    title: t().answerTime,
    isNumber: true,
    cell: (peer) =>
      peer.responseMs === null ? '' : `${formatNumber(Math.round(peer.responseMs))} ms`,
  },
]
