import type { MafBin, RunSummary } from '@crosspanel/protocol/summary'
import { scaleLinear } from 'd3-scale'
import { createSignal, createUniqueId, For, Show } from 'solid-js'
import { formatFraction } from '../i18n/format.ts'
import { Command } from '../ui/copy-button.tsx'
import {
  filterCommand,
  HISTOGRAM_CLASSES,
  type HistogramBin,
  type HistogramClass,
  keptAt,
  r2Histogram,
} from './accuracy.ts'
import { ChartFigure } from './figure.tsx'
import { formatCompact, formatR2 } from './numbers.ts'
import { AxisBottom, AxisLeft, Legend, Plot } from './plot.tsx'
import { inWords } from './table.ts'
import { t } from './words.ts'

const HEIGHT = 270
const LEFT = 44
const TOP = 22
const BOTTOM = 228
const USUAL_THRESHOLD = 0.3

const FILLS: Readonly<Record<HistogramClass, string>> = {
  rare: 'fill-shade-1',
  low: 'fill-shade-3',
  common: 'fill-shade-5',
}

/** R2 of imputed variants, and how many of them a filter keeps. */
export function HistogramChart(props: { bins: readonly MafBin[]; summary: RunSummary }) {
  const [threshold, setThreshold] = createSignal(
    Math.max(USUAL_THRESHOLD, Math.ceil(props.summary.parameters.minR2 * 50) / 50),
  )
  const histogram = () => r2Histogram(props.bins)
  const x = (width: number) => scaleLinear([0, 1], [LEFT, width - 12])
  const most = () => Math.max(1, ...histogram().map(({ all }) => all))
  const y = () => scaleLinear([0, most()], [BOTTOM, TOP]).nice(4)
  const stops = (width: number) =>
    histogram().map(({ from, to, all }) => ({
      x: x(width)((from + to) / 2),
      text: t().histogram.at(formatR2(from), formatR2(to), all),
    }))
  const kept = () => {
    const { kept, all } = keptAt(histogram(), threshold())
    return t().histogram.keptWords(formatR2(threshold()), kept, all)
  }
  return (
    <ChartFigure
      name="r2-histogram"
      title={t().histogram.title}
      caption={t().histogram.caption}
      summary={kept()}
      table={tableOf(histogram())}
      legend={<Classes />}
      controls={<Threshold value={threshold()} onChange={setThreshold} summary={props.summary} />}
    >
      <Plot title={t().histogram.title} height={HEIGHT} stops={stops}>
        {(width) => (
          <>
            <AxisLeft
              ticks={y()
                .ticks(4)
                .map((count) => ({ at: y()(count), label: formatCompact(count) }))}
              from={LEFT}
              to={width() - 12}
              title={t().histogram.axisY}
              titleY={12}
            />
            <For each={histogram()}>
              {(bin) => (
                <Bar bin={bin} x={x(width())} y={y()} isKept={bin.from >= threshold() - 1e-9} />
              )}
            </For>
            <line
              x1={x(width())(threshold())}
              x2={x(width())(threshold())}
              y1={TOP - 8}
              y2={BOTTOM}
              class="stroke-bad stroke-2"
            />
            <AxisBottom
              y={BOTTOM}
              from={LEFT}
              to={width() - 12}
              title={t().histogram.axisX}
              ticks={[0, 0.2, 0.4, 0.6, 0.8, 1].map((r2) => ({
                at: x(width())(r2),
                label: formatFraction(r2),
              }))}
            />
          </>
        )}
      </Plot>
    </ChartFigure>
  )
}

type Scale = (value: number) => number

/** Classes one above the other; what the filter leaves out is an outline only. */
function Bar(props: { bin: HistogramBin; x: Scale; y: Scale; isKept: boolean }) {
  const parts = () => {
    let below = 0
    return HISTOGRAM_CLASSES.map(({ id }) => {
      const from = below
      below += props.bin.counts[id]
      return { id, top: props.y(below), height: props.y(from) - props.y(below) }
    }).filter(({ height }) => height > 0)
  }
  const left = () => props.x(props.bin.from) + 0.5
  const width = () => Math.max(1, props.x(props.bin.to) - props.x(props.bin.from) - 1)
  return (
    <For each={parts()}>
      {(part) => (
        <rect
          x={left()}
          y={part.top}
          width={width()}
          height={part.height}
          class={props.isKept ? FILLS[part.id] : 'fill-none stroke-edge'}
        />
      )}
    </For>
  )
}

function Classes() {
  return (
    <Legend
      items={HISTOGRAM_CLASSES.map(({ id }) => ({
        label: t().histogram.classes[id],
        mark: () => <rect width="24" height="14" class={FILLS[id]} />,
      }))}
    />
  )
}

function Threshold(props: {
  value: number
  onChange: (threshold: number) => void
  summary: RunSummary
}) {
  const id = createUniqueId()
  return (
    <div class="flex flex-col gap-2">
      <label for={id} class="flex flex-wrap items-center gap-2 text-sm font-medium">
        {t().histogram.threshold}
        <output class="tabular-nums">{formatR2(props.value)}</output>
      </label>
      <input
        id={id}
        type="range"
        min="0"
        max="1"
        step="0.02"
        value={props.value}
        class="h-6 w-full"
        onInput={(event) => props.onChange(event.currentTarget.valueAsNumber)}
      />
      <Show when={props.summary.parameters.minR2 > 0}>
        <p class="text-sm">
          {t().histogram.filtered(formatFraction(props.summary.parameters.minR2))}
        </p>
      </Show>
      <p class="text-sm">{t().histogram.command}</p>
      <Command text={filterCommand(props.summary.chromosomes, props.value)} />
    </div>
  )
}

function tableOf(histogram: readonly HistogramBin[]) {
  const { columns, classes } = t().histogram
  const titles = [columns.from, columns.to, classes.rare, classes.low, classes.common, columns.all]
  return {
    columns: titles.map((title) => ({ title, isNumber: true })),
    rows: histogram.map(({ from, to, counts, all }) => [
      ...[inWords(from, formatFraction), inWords(to, formatFraction)],
      ...[counts.rare, counts.low, counts.common, all],
    ]),
  }
}
