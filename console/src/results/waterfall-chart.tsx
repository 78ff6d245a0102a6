import type { QualityControlCounts } from '@crosspanel/protocol/summary'
import { formatNumber, formatPercent } from '../i18n/format.ts'
import { ChartFigure } from './figure.tsx'
import { shownSteps, waterfall, type WaterfallStep } from './quality-control.ts'
import { RowsPlot } from './rows-chart.tsx'
import { inWords } from './table.ts'
import { t } from './words.ts'

const FILLS: Readonly<Record<WaterfallStep['kind'], string>> = {
  all: 'fill-edge',
  excluded: 'fill-bad',
  kept: 'fill-accent',
}

/** From what came in to what stayed, filter by filter. */
export function WaterfallChart(props: { counts: QualityControlCounts }) {
  const steps = () => waterfall(props.counts)
  const sentence = () => {
    const { records, excluded, outsidePanelRange, remaining, alternateAlleleOverHalf } =
      props.counts
    const words = t().waterfall.sentence(records, excluded + outsidePanelRange, remaining)
    return alternateAlleleOverHalf === 0
      ? words
      : `${words} ${t().waterfall.switched(alternateAlleleOverHalf)}`
  }
  return (
    <ChartFigure
      name="quality-control"
      title={t().waterfall.title}
      caption={t().waterfall.caption}
      summary={sentence()}
      table={{
        columns: [
          { title: t().waterfall.columns.step },
          { title: t().waterfall.columns.count, isNumber: true },
          { title: t().waterfall.columns.share, isNumber: true },
        ],
        rows: steps().map(({ id, count, share }) => [
          ...[t().waterfall.steps[id], count, inWords(share, formatPercent)],
        ]),
      }}
    >
      <RowsPlot
        title={t().waterfall.title}
        axis={t().waterfall.axisX}
        max={props.counts.records}
        rows={shownSteps(steps()).map((step) => ({
          label: `${step.kind === 'excluded' ? '− ' : ''}${t().waterfall.steps[step.id]}`,
          value: `${formatNumber(step.count)} · ${formatPercent(step.share)}`,
          parts: [{ from: step.from, to: step.from + step.count, class: FILLS[step.kind] }],
          text: t().waterfall.at(
            t().waterfall.steps[step.id],
            step.count,
            formatPercent(step.share),
          ),
        }))}
      />
    </ChartFigure>
  )
}
