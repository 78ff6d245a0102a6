import type { SiteOverview } from '@crosspanel/protocol/site-overview'
import { Show } from 'solid-js'
import { StateMark } from '../ui/state-mark.tsx'
import { Table } from '../ui/table.tsx'
import { SaidText } from '../told/said-text.tsx'
import { tellSight } from '../told/sights.ts'
import { type Cell, checksOf } from './heat.ts'
import type { IconName } from '../ui/icons.tsx'
import type { Tone } from '../ui/state-mark.tsx'
import { t } from './words.ts'

const LOOKS: Readonly<Record<Cell['state'], readonly [Tone, IconName]>> = {
  ok: ['good', 'check'],
  degraded: ['warn', 'warning'],
  failed: ['bad', 'cross'],
  unknown: ['plain', 'dot'],
}

export function CheckMark(props: { state: Cell['state'] }) {
  return (
    <StateMark tone={LOOKS[props.state][0]} icon={LOOKS[props.state][1]}>
      {t().checkStates[props.state]}
    </StateMark>
  )
}

/** The name of a check for people; a newer site may have one that we do not know yet. */
export function checkName(name: string): string {
  const known: Readonly<Record<string, string>> = t().checks
  return known[name] ?? name
}

/** The checks of one site, as it reported them last; of a silent one nobody knows how they are now. */
export function CheckTable(props: { report: SiteOverview['report']; isOld: boolean }) {
  const rows = () =>
    checksOf([{ report: props.report }]).flatMap(
      (name) => props.report?.checks.find((check) => check.name === name) ?? [],
    )
  return (
    <Show when={rows().length > 0} fallback={<p class="text-sm">{t().page.noChecks}</p>}>
      <Table
        caption={t().page.checks}
        rows={rows()}
        columns={[
          { id: 'check', title: t().page.check, cell: (check) => checkName(check.name) },
          {
            id: 'state',
            title: t().page.state,
            cell: (check) => <CheckMark state={props.isOld ? 'unknown' : check.state} />,
          },
          {
            id: 'seen',
            title: t().page.seen,
            cell: (check) => (
              <Show when={check.seen}>
                {(seen) => <SaidText said={tellSight(seen(), check.told)} />}
              </Show>
            ),
          },
        ]}
      />
    </Show>
  )
}
