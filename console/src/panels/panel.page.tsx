import type { PanelView } from '@crosspanel/protocol/panel'
import { useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { api, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { formatNumber } from '../i18n/format.ts'
import { LinkButton } from '../ui/button.tsx'
import { Command } from '../ui/copy-button.tsx'
import { Page, Section } from '../ui/page.tsx'
import { type Column, Facts, Table } from '../ui/table.tsx'
import { View } from '../ui/view.tsx'
import { standingOf } from './describe.ts'
import { panelFacts } from './panel-facts.tsx'
import { t } from './words.ts'

/** One panel: what is in it, who holds it, on what terms, and how to name it. */
export default function PanelPage() {
  const params = useParams<{ site: string; name: string }>()
  const panel = createQuery(
    () => `${params.site}/${params.name}`,
    () => read(api.panels[':site'][':name'].$get({ param: { ...params } })),
    { onPatch: (patch) => (patch.type === 'peer' ? 'refresh' : undefined) },
  )
  return (
    <Page
      title={panel.data()?.title ?? t().panel}
      crumbs={[{ href: '/panels', label: t().title }]}
      actions={
        <Show when={panel.data()}>
          {(known) => (
            <Show when={standingOf(known()) !== 'closed'}>
              <LinkButton href="/new" look="primary" icon="plus">
                {t().newJob}
              </LinkButton>
            </Show>
          )}
        </Show>
      }
    >
      <View query={panel}>{(data) => <Panel panel={data()} />}</View>
    </Page>
  )
}

type Chromosome = PanelView['chromosomes'][number]

function Panel(props: { panel: PanelView }) {
  const columns = (): Column<Chromosome>[] => [
    { id: 'chromosome', title: t().chromosome, cell: ({ chromosome }) => chromosome },
    { id: 'start', title: t().from, isNumber: true, cell: ({ start }) => formatNumber(start) },
    { id: 'end', title: t().to, isNumber: true, cell: ({ end }) => formatNumber(end) },
    {
      id: 'variants',
      title: t().variants,
      isNumber: true,
      cell: ({ variants }) => formatNumber(variants),
    },
  ]
  return (
    <>
      <Section title={t().about}>
        <Facts facts={panelFacts(props.panel)} />
      </Section>
      <Show when={props.panel.terms}>
        {(terms) => (
          <Section title={t().terms}>
            <p class="max-w-prose text-sm whitespace-pre-line">{terms()}</p>
          </Section>
        )}
      </Show>
      <Section title={t().naming}>
        <p class="mb-2 max-w-prose text-sm">{t().namingText}</p>
        <Command
          text={t().citation(
            props.panel.title,
            props.panel.version,
            props.panel.hostName,
            props.panel.panelId,
            props.panel.digest,
          )}
        />
      </Section>
      <Section title={t().chromosomes}>
        <div class="max-w-xl">
          <Table caption={t().chromosomes} columns={columns()} rows={props.panel.chromosomes} />
        </div>
      </Section>
    </>
  )
}
