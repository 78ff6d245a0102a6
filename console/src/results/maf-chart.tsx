import type { MafBin } from '@crosspanel/protocol/summary'
import { scaleBand, scaleLinear } from 'd3-scale'
import { area, line } from 'd3-shape'
import { For } from 'solid-js'
import { accuracyWithin, type MafPoint, mafPoints } from './accuracy.ts'
import { ChartFigure } from './figure.tsx'
import { formatCompact, formatMaf, formatR2, mafLabel } from './numbers.ts'
import { AxisBottom, AxisLeft, Legend, Plot } from './plot.tsx'
import { inWords } from './table.ts'
import { t } from './words.ts'

const HEIGHT = 320
/** Room for `39.4M`. */
const LEFT = 52
/** Half of the last label below. */
const RIGHT = 16
const TOP = 22
/** The bars of how many variants there are stand below the lines. */
const LINES_END = 200
const BARS_START = 222
const BARS_END = 276

/** Estimated and measured accuracy by how frequent a variant is, with how many there are. */
export function MafChart(props: { bins: readonly MafBin[]; meanEr2: number | null }) {
  const points = () => mafPoints(props.bins)
  const band = (width: number) =>
    scaleBand<number>(
      props.bins.map((_, index) => index),
      [LEFT, width - RIGHT],
    ).padding(0.15)
  const centre = (width: number, index: number) => {
    const scale = band(width)
    return (scale(index) ?? 0) + scale.bandwidth() / 2
  }
  /** Between a bin and the next. */
  const bound = (width: number, index: number) => {
    const scale = band(width)
    return (scale(index) ?? 0) + (scale.bandwidth() + scale.step()) / 2
  }
  const stops = (width: number) =>
    points().map(({ bin }, index) => ({ x: centre(width, index), text: binText(bin) }))
  return (
    <ChartFigure
      name="r2-by-maf"
      title={t().maf.title}
      caption={t().maf.caption}
      summary={sentence(props.bins, props.meanEr2)}
      table={tableOf(points())}
      legend={<MafLegend />}
    >
      <Plot title={t().maf.title} height={HEIGHT} stops={stops}>
        {(width) => (
          <>
            <Lines points={points()} x={(index) => centre(width(), index)} width={width()} />
            <Bars bins={props.bins} width={width()} band={band(width())} />
            <AxisBottom
              y={BARS_END}
              from={LEFT}
              to={width() - RIGHT}
              title={t().maf.axisX}
              ticks={props.bins
                .map(({ mafUpTo }, index) => ({
                  at: bound(width(), index),
                  label: formatMaf(mafUpTo),
                }))
                .filter((_, index) => (props.bins.length - 1 - index) % labelEvery(width()) === 0)}
            />
          </>
        )}
      </Plot>
    </ChartFigure>
  )
}

/** Which bounds have room for a label; `0,01 %` is the widest. */
const labelEvery = (width: number) => (width > 640 ? 1 : width > 440 ? 2 : 3)

const y = scaleLinear([0, 1], [LINES_END, TOP])

function Lines(props: {
  points: readonly MafPoint[]
  x: (index: number) => number
  width: number
}) {
  const at = (_: MafPoint, index: number) => props.x(index)
  const spread = () =>
    area<MafPoint>(
      at,
      (point) => y(point.p10 ?? 0),
      (point) => y(point.p90 ?? 0),
    ).defined(({ p10 }) => p10 !== null)([...props.points]) ?? ''
  const lineOf = (value: (point: MafPoint) => number | null) =>
    line<MafPoint>(at, (point) => y(value(point) ?? 0)).defined((point) => value(point) !== null)([
      ...props.points,
    ]) ?? ''
  return (
    <>
      <AxisLeft
        ticks={[0, 0.2, 0.4, 0.6, 0.8, 1].map((r2) => ({ at: y(r2), label: formatR2(r2) }))}
        from={LEFT}
        to={props.width - RIGHT}
        title={t().maf.axisY}
        titleY={12}
      />
      <path d={spread()} class="fill-accent-soft stroke-accent" stroke-dasharray="1 3" />
      <path d={lineOf(({ bin }) => bin.meanR2)} class="fill-none stroke-accent stroke-2" />
      <path
        d={lineOf(({ bin }) => bin.meanEr2)}
        class="fill-none stroke-ink stroke-2"
        stroke-dasharray="6 4"
      />
      <For each={props.points}>
        {({ bin }, index) => (
          <>
            {bin.meanR2 !== null && (
              <circle cx={props.x(index())} cy={y(bin.meanR2)} r="3.5" class="fill-accent" />
            )}
            {bin.meanEr2 !== null && (
              <rect
                x={props.x(index()) - 3.5}
                y={y(bin.meanEr2) - 3.5}
                width="7"
                height="7"
                class="fill-paper stroke-ink stroke-2"
              />
            )}
          </>
        )}
      </For>
    </>
  )
}

function Bars(props: {
  bins: readonly MafBin[]
  width: number
  band: ReturnType<typeof scaleBand<number>>
}) {
  const most = () => Math.max(1, ...props.bins.map(({ imputed }) => imputed))
  const height = (imputed: number) => scaleLinear([0, most()], [0, BARS_END - BARS_START])(imputed)
  return (
    <>
      <AxisLeft
        ticks={[{ at: BARS_START, label: formatCompact(most()) }]}
        from={LEFT}
        to={props.width - RIGHT}
        title=""
        titleY={BARS_START}
      />
      <For each={props.bins}>
        {(bin, index) => (
          <rect
            x={props.band(index()) ?? 0}
            y={BARS_END - height(bin.imputed)}
            width={props.band.bandwidth()}
            height={height(bin.imputed)}
            class="fill-edge"
          />
        )}
      </For>
    </>
  )
}

function MafLegend() {
  return (
    <Legend
      items={[
        {
          label: t().maf.r2,
          mark: () => (
            <>
              <path d="M0 7h24" class="stroke-accent stroke-2" />
              <circle cx="12" cy="7" r="3.5" class="fill-accent" />
            </>
          ),
        },
        {
          label: t().maf.spread,
          mark: () => (
            <rect
              y="1"
              width="24"
              height="12"
              class="fill-accent-soft stroke-accent"
              stroke-dasharray="1 3"
            />
          ),
        },
        {
          label: t().maf.er2,
          mark: () => (
            <>
              <path d="M0 7h24" class="stroke-ink stroke-2" stroke-dasharray="6 4" />
              <rect x="8.5" y="3.5" width="7" height="7" class="fill-paper stroke-ink stroke-2" />
            </>
          ),
        },
        { label: t().maf.axisCount, mark: () => <rect width="24" height="14" class="fill-edge" /> },
      ]}
    />
  )
}

function binText({ mafOver, mafUpTo, meanR2, meanEr2, imputed }: MafBin): string {
  return t().maf.at(mafLabel(mafOver, mafUpTo), formatR2(meanR2), formatR2(meanEr2), imputed)
}

function sentence(bins: readonly MafBin[], meanEr2: number | null): string {
  const { common, low, rare, er2Over } = t().maf
  const parts = (
    [
      [common, accuracyWithin(bins, 0.05, 0.5)],
      [low, accuracyWithin(bins, 0.005, 0.05)],
      [rare, accuracyWithin(bins, 0, 0.005)],
    ] as const
  ).flatMap(([words, { meanR2, variants }]) =>
    meanR2 === null ? [] : [words(formatR2(meanR2), variants)],
  )
  return `${[...parts, ...(meanEr2 === null ? [] : [er2Over(formatR2(meanEr2))])].join(', ')}.`
}

function tableOf(points: readonly MafPoint[]) {
  const { columns } = t().maf
  return {
    columns: [
      ...[columns.over, columns.upTo, columns.imputed].map((title) => ({ title, isNumber: true })),
      ...[columns.mean, columns.p10, columns.p50, columns.p90].map((title) => ({
        ...{ title, isNumber: true },
      })),
      ...[columns.typed, columns.er2].map((title) => ({ title, isNumber: true })),
    ],
    rows: points.map(({ bin, p10, p50, p90 }) => [
      ...[inWords(bin.mafOver, formatMaf), inWords(bin.mafUpTo, formatMaf), bin.imputed],
      ...[bin.meanR2, p10, p50, p90],
      ...[bin.withEr2, bin.meanEr2],
    ]),
  }
}
