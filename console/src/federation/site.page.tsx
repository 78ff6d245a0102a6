import type { SiteOverview } from '@crosspanel/protocol/site-overview'
import { useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { BreakableCode } from '../ui/breakable.tsx'
import { Page, Section } from '../ui/page.tsx'
import { ProblemBox } from '../ui/problem-box.tsx'
import { Facts, Table } from '../ui/table.tsx'
import { ExactTime } from '../ui/time.tsx'
import { View } from '../ui/view.tsx'
import { AsOf, sinceReadS } from './as-of.tsx'
import { CheckTable } from './check-table.tsx'
import { KeyTable } from './key-table.tsx'
import { ClockOffset, Fingerprint, LastSeen, MemberMark, SiteStateMark } from './marks.tsx'
import { MemberActions } from './member-actions.tsx'
import { queryMembers } from './queries.ts'
import { SoftwareCell } from './software.tsx'
import { newestVersion, siteStateNow } from './standing.ts'
import { t } from './words.ts'

/** One member: what it signs and reports of itself, and what can be done about it. */
export default function SitePage() {
  const params = useParams<{ siteId: string }>()
  const siteId = () => decodeURIComponent(params.siteId)
  const members = queryMembers()
  const site = () => members.data()?.members.find((each) => each.siteId === siteId())
  return (
    <Page
      title={site()?.siteName ?? siteId()}
      crumbs={[{ href: '/federation', label: t().sites.title }]}
      lead={<AsOf query={members} />}
      actions={
        <Show when={site()}>
          {(known) => <MemberActions site={known()} onDone={() => void members.refresh()} />}
        </Show>
      }
    >
      <View query={members}>
        {(list) => (
          <Show
            when={site()}
            fallback={<ProblemBox title={t().page.notFound} seen={siteId()} tone="warn" />}
          >
            {(known) => (
              <Known
                site={known()}
                newest={newestVersion(list().members)}
                documentVersion={list().documentVersion}
                ageS={sinceReadS(members)}
              />
            )}
          </Show>
        )}
      </View>
    </Page>
  )
}

function Known(props: {
  site: SiteOverview
  newest: string | undefined
  documentVersion: number
  ageS: number
}) {
  return (
    <>
      <Section title={t().health}>
        <Facts
          facts={[
            [t().membership, <MemberMark status={props.site.status} />],
            [t().since, <ExactTime at={props.site.since} />],
            [t().reason, props.site.reason],
            [t().health, <SiteStateMark state={siteStateNow(props.site.report, props.ageS)} />],
            ['', t().stateHints[siteStateNow(props.site.report, props.ageS)]],
            [t().heard, <LastSeen report={props.site.report} />],
            [t().clock, <ClockOffset report={props.site.report} />],
            [
              t().software,
              <SoftwareCell
                report={props.site.report}
                newest={props.newest}
                documentVersion={props.documentVersion}
              />,
            ],
          ]}
        />
      </Section>
      <Section title={t().page.checks}>
        <CheckTable
          report={props.site.report}
          isOld={siteStateNow(props.site.report, props.ageS) === 'silent'}
        />
      </Section>
      <Section title={t().page.documents}>
        <Facts
          facts={[
            [t().organisation, props.site.organisation],
            [t().contact, props.site.contact],
            [t().address, props.site.url],
            [t().reach, reachWords(props.site.reach)],
            [t().protocol, t().protocolOf(props.site.protocol.min, props.site.protocol.max)],
            [t().joined, <ExactTime at={props.site.joined} />],
            [t().fingerprint, <Fingerprint value={props.site.fingerprint} />],
          ]}
        />
      </Section>
      <Section title={t().keys.title}>
        <KeyTable sites={[props.site]} />
      </Section>
      <Section title={t().panels}>
        <Show when={(props.site.panels ?? []).length > 0} fallback={<p>{t().panelsNone}</p>}>
          <Table
            caption={t().panels}
            rows={props.site.panels ?? []}
            columns={[
              { id: 'name', title: t().panelName, cell: (panel) => panel.name },
              {
                id: 'id',
                title: t().panelId,
                cell: (panel) => <BreakableCode text={panel.panelId} />,
              },
              { id: 'build', title: t().panelBuild, cell: (panel) => panel.build },
            ]}
          />
        </Show>
      </Section>
    </>
  )
}

/** A newer site may say something that this console does not know yet. */
function reachWords(reach: string): string {
  const known: Readonly<Record<string, string>> = t().reaches
  return known[reach] ?? reach
}
