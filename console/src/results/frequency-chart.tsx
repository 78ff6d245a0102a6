import { FREQUENCY_BINS, type RunCharts, type RunSummary } from '@crosspanel/protocol/summary'
import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { For } from 'solid-js'
import { formatFraction } from '../i18n/format.ts'
import { ChartFigure } from './figure.tsx'
import {
  farthestCells,
  filledCells,
  type FrequencyCell,
  outlierBounds,
  SHADES,
  shadeOf,
} from './frequencies.ts'
import { formatR2 } from './numbers.ts'
import { AxisBottom, AxisLeft, Legend, Plot } from './plot.tsx'
import { t } from './words.ts'

type Frequencies = NonNullable<RunCharts['frequencies']>

const HEIGHT = 380
const LEFT = 44
const TOP = 22
const BOTTOM = 340
const SIDE = BOTTOM - TOP
const FILLS = ['fill-shade-1', 'fill-shade-2', 'fill-shade-3', 'fill-shade-4', 'fill-shade-5']

/** Typed variants by frequency in the panel and in the samples, darker where there are more. */
export function FrequencyChart(props: { frequencies: Frequencies; summary: RunSummary }) {
  const population = () => props.summary.frequencyCheck?.population.toUpperCase() ?? ''
  const cells = () => filledCells(props.frequencies.cells)
  const side = (width: number) => Math.min(SIDE, width - LEFT - 8)
  const x = (width: number) => scaleLinear([0, 1], [LEFT, LEFT + side(width)])
  const y = (width: number) => scaleLinear([0, 1], [TOP + side(width), TOP])
  const stops = (width: number) =>
    cells()
      .toSorted((a, b) => a.column - b.column || a.row - b.row)
      .map((cell) => ({
        ...{ x: x(width)(cell.panel), y: y(width)(cell.study), text: cellText(cell) },
      }))
  const sentence = () => {
    const { compared = 0, outliers = 0 } = props.summary.frequencyCheck ?? {}
    return t().frequencies.sentence(formatR2(props.frequencies.r2), compared, outliers)
  }
  return (
    <ChartFigure
      name="allele-frequencies"
      title={t().frequencies.title}
      caption={t().frequencies.caption(population())}
      summary={sentence()}
      table={tableOf(farthestCells(cells(), cells().length))}
      legend={<Shades />}
    >
      <Plot
        title={t().frequencies.title}
        height={(width) => HEIGHT - SIDE + side(width)}
        stops={stops}
      >
        {(width) => (
          <>
            <AxisLeft
              ticks={[0, 0.25, 0.5, 0.75, 1].map((at) => ({
                ...{ at: y(width())(at), label: formatFraction(at) },
              }))}
              from={LEFT}
              to={LEFT + side(width())}
              title={t().frequencies.axisY}
              titleY={12}
            />
            <Cells cells={cells()} x={x(width())} y={y(width())} side={side(width())} />
            <line
              x1={x(width())(0)}
              y1={y(width())(0)}
              x2={x(width())(1)}
              y2={y(width())(1)}
              class="stroke-ink"
            />
            <Bounds
              samples={props.summary.samples}
              population={props.frequencies.populationSamples}
              x={x(width())}
              y={y(width())}
            />
            <AxisBottom
              y={TOP + side(width())}
              from={LEFT}
              to={LEFT + side(width())}
              title={t().frequencies.axisX(population())}
              ticks={[0, 0.25, 0.5, 0.75, 1].map((at) => ({
                ...{ at: x(width())(at), label: formatFraction(at) },
              }))}
            />
          </>
        )}
      </Plot>
    </ChartFigure>
  )
}

type Scale = (frequency: number) => number

/** One mark for each shade, however many squares it has. */
function Cells(props: { cells: readonly FrequencyCell[]; x: Scale; y: Scale; side: number }) {
  const size = () => props.side / FREQUENCY_BINS
  const path = (shade: number) =>
    props.cells
      .filter(({ variants }) => shadeOf(variants) === shade)
      .map(({ column, row }) => {
        const left = props.x(column / FREQUENCY_BINS)
        const top = props.y((row + 1) / FREQUENCY_BINS)
        return `M${left.toFixed(2)} ${top.toFixed(2)}h${size()}v${size()}h${-size()}z`
      })
      .join('')
  return <For each={FILLS}>{(fill, shade) => <path d={path(shade())} class={fill} />}</For>
}

function Bounds(props: { samples: number; population: number; x: Scale; y: Scale }) {
  const path = (side: 'above' | 'below') =>
    line<{ panel: number; study: number | null }>(
      ({ panel }) => props.x(panel),
      ({ study }) => props.y(study ?? 0),
    ).defined(({ study }) => study !== null)(
      outlierBounds(props.samples, props.population).map((bound) => ({
        ...{ panel: bound.panel, study: bound[side] },
      })),
    ) ?? ''
  return (
    <For each={['above', 'below'] as const}>
      {(side) => (
        <path d={path(side)} class="fill-none stroke-bad stroke-2" stroke-dasharray="6 4" />
      )}
    </For>
  )
}

function Shades() {
  const from = (shade: number) => 10 ** shade
  return (
    <Legend
      title={t().frequencies.shades}
      items={[
        ...FILLS.map((fill, shade) => ({
          label: t().frequencies.shade(
            from(shade),
            shade === SHADES - 1 ? null : from(shade + 1) - 1,
          ),
          mark: () => <rect width="24" height="14" class={fill} />,
        })),
        { label: t().frequencies.diagonal, mark: () => <path d="M0 7h24" class="stroke-ink" /> },
        {
          label: t().frequencies.bound,
          mark: () => <path d="M0 7h24" class="stroke-bad stroke-2" stroke-dasharray="6 4" />,
        },
      ]}
    />
  )
}

function cellText({ panel, study, variants }: FrequencyCell): string {
  return t().frequencies.at(formatR2(panel), formatR2(study), variants)
}

function tableOf(cells: readonly FrequencyCell[]) {
  const { columns } = t().frequencies
  return {
    columns: [columns.panel, columns.study, columns.variants].map((title) => ({
      ...{ title, isNumber: true },
    })),
    rows: cells.map(({ panel, study, variants }) => [panel, study, variants]),
  }
}
