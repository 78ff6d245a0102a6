import type { PanelView } from '@crosspanel/protocol/panel'
import { useSearchParams } from '@solidjs/router'
import { For, type JSX } from 'solid-js'
import { api, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Link } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { View } from '../ui/view.tsx'
import { comparedOf } from './describe.ts'
import { panelFacts } from './panel-facts.tsx'
import { t } from './words.ts'

/** Panels side by side: a table with a column for each. */
export default function ComparePage() {
  const [search] = useSearchParams<{ panels?: string }>()
  const panels = createQuery(
    () => 'panels',
    () => read(api.panels.$get()),
  )
  return (
    <Page title={t().compareTitle} crumbs={[{ href: '/panels', label: t().title }]}>
      <View
        query={panels}
        isEmpty={(data) => comparedOf(data.panels, search.panels).length === 0}
        empty={
          <EmptyState title={t().nothingChosen} action={<Link href="/panels">{t().title}</Link>} />
        }
      >
        {(data) => <Comparison panels={comparedOf(data().panels, search.panels)} />}
      </View>
    </Page>
  )
}

function Comparison(props: { panels: readonly PanelView[] }) {
  /** Each fact with its value for every panel. */
  const rows = (): readonly { name: string; values: readonly JSX.Element[] }[] => {
    const facts = props.panels.map((panel) => panelFacts(panel))
    return (facts[0] ?? []).map(([name], at) => ({
      name,
      values: facts.map((ofPanel) => ofPanel[at]?.[1]),
    }))
  }
  return (
    <div class="overflow-x-auto" tabindex="0" role="region" aria-label={t().compareTitle}>
      <table class="w-full text-left text-sm wrap-break-word">
        <caption class="sr-only">{t().compareTitle}</caption>
        <thead>
          <tr class="border-b border-edge align-top sm:align-bottom">
            <th scope="col" class="py-2 pr-4 font-medium text-faint">
              {t().panel}
            </th>
            <For each={props.panels}>
              {(panel) => (
                <th scope="col" class="min-w-36 py-2 pr-4 font-medium sm:min-w-48">
                  <Link href={`/panels/${panel.panelId}`}>{panel.title}</Link>
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={rows()}>
            {(row) => (
              <tr class="border-b border-line align-top">
                <th scope="row" class="py-2 pr-4 font-normal text-faint sm:whitespace-nowrap">
                  {row.name}
                </th>
                <For each={row.values}>{(value) => <td class="py-2 pr-4">{value}</td>}</For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}
