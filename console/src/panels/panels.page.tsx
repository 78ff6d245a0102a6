import type { PanelView } from '@crosspanel/protocol/panel'
import { createSignal } from 'solid-js'
import { api, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { formatNumber } from '../i18n/format.ts'
import { LinkButton } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Link } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { View } from '../ui/view.tsx'
import { chromosomeWords, COMPARED_MAX, standingOf, variantsOf } from './describe.ts'
import { HostLoad, Populations, StandingMark } from './panel-parts.tsx'
import { t } from './words.ts'

/** Every panel of the federation, also those that cannot be used now: with the reason. */
export default function PanelsPage() {
  const panels = createQuery(
    () => 'panels',
    () => read(api.panels.$get()),
    { onPatch: (patch) => (patch.type === 'peer' ? 'refresh' : undefined) },
  )
  const [chosen, setChosen] = createSignal<readonly string[]>([])
  const choose = (panelId: string, isChosen: boolean) =>
    setChosen((before) => (isChosen ? [...before, panelId] : before.filter((id) => id !== panelId)))
  const unreachable = ({ panels: all }: { panels: readonly PanelView[] }) => {
    const lost = all.filter((panel) => standingOf(panel) === 'unreachable').length
    return lost === 0 ? undefined : t().unreachable(lost)
  }
  return (
    <Page title={t().title} lead={t().lead}>
      <View
        query={panels}
        partial={unreachable}
        isEmpty={(data) => data.panels.length === 0}
        empty={<EmptyState title={t().noneTitle}>{t().none}</EmptyState>}
      >
        {(data) => (
          <>
            <div class="mb-3 flex flex-wrap items-center gap-3">
              <LinkButton
                href={`/panels/compare?panels=${encodeURIComponent(chosen().join(','))}`}
                look={chosen().length > 1 ? 'primary' : 'plain'}
              >
                {t().compare(chosen().length)}
              </LinkButton>
              <span class="text-sm text-faint">{t().compareHint(COMPARED_MAX)}</span>
            </div>
            <Table caption={t().title} columns={columns(chosen, choose)} rows={data().panels} />
          </>
        )}
      </View>
    </Page>
  )
}

const columns = (
  chosen: () => readonly string[],
  choose: (panelId: string, isChosen: boolean) => void,
): Column<PanelView>[] => [
  {
    id: 'title',
    title: t().panel,
    cell: (panel) => (
      <div class="flex items-start gap-2">
        <label class="inline-flex min-h-6 min-w-6 items-start pt-0.5">
          <input
            type="checkbox"
            class="size-4"
            aria-label={t().choose(panel.title)}
            checked={chosen().includes(panel.panelId)}
            disabled={chosen().length >= COMPARED_MAX && !chosen().includes(panel.panelId)}
            onChange={(event) => choose(panel.panelId, event.currentTarget.checked)}
          />
        </label>
        <span>
          <Link href={`/panels/${panel.panelId}`}>{panel.title}</Link>
          <span class="block text-faint">{t().version(panel.version)}</span>
        </span>
      </div>
    ),
  },
  {
    id: 'host',
    title: t().host,
    cell: (panel) => (
      <div class="flex flex-col items-start gap-0.5">
        <span>{panel.hostName}</span>
        <StandingMark panel={panel} />
      </div>
    ),
  },
  { id: 'populations', title: t().populations, cell: (panel) => <Populations panel={panel} /> },
  { id: 'build', title: t().build, cell: ({ build }) => build },
  {
    id: 'samples',
    title: t().samples,
    isNumber: true,
    cell: ({ samples }) => formatNumber(samples),
  },
  {
    id: 'variants',
    title: t().variants,
    isNumber: true,
    cell: (panel) => formatNumber(variantsOf(panel)),
  },
  { id: 'chromosomes', title: t().chromosomes, cell: (panel) => chromosomeWords(panel) },
  { id: 'load', title: t().hostLoad, cell: (panel) => <HostLoad panel={panel} /> },
]
