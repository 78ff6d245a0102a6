import type { RunCharts, RunSummary } from '@crosspanel/protocol/summary'
import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { createSignal, For, Show } from 'solid-js'
import { Select } from '../ui/field.tsx'
import {
  centromereOf,
  chromosomeWindows,
  knownRegion,
  unbroken,
  type Window,
  windowsOf,
  worstWindows,
} from './along.ts'
import { ChartFigure } from './figure.tsx'
import { formatMb, formatR2 } from './numbers.ts'
import { AxisBottom, AxisLeft, Plot } from './plot.tsx'
import { t } from './words.ts'

type AlongGenome = NonNullable<RunCharts['alongGenome']>

const HEIGHT = 260
const LEFT = 44
const TOP = 22
const BOTTOM = 218
const WORST = 10
/** Windows so wide on the screen have a point each beside the line. */
const POINTS_MAX = 120

const y = scaleLinear([0, 1], [BOTTOM, TOP])

/** R2 along one chromosome at a time, and where it is lowest over all. */
export function AlongChart(props: { along: AlongGenome; summary: RunSummary }) {
  const [chosen, setChosen] = createSignal(props.along.chromosomes[0]?.chromosome ?? '')
  const one = () => props.along.chromosomes.find(({ chromosome }) => chromosome === chosen())
  const windows = () => {
    const chromosome = one()
    return chromosome === undefined ? [] : chromosomeWindows(chromosome, props.along.binBp)
  }
  const all = () => windowsOf(props.along)
  const x = (width: number) =>
    scaleLinear([windows()[0]?.start ?? 0, windows().at(-1)?.end ?? 1], [LEFT, width - 16])
  const stops = (width: number) =>
    windows().map((window) => ({
      ...{ x: x(width)(middleOf(window)), y: y(window.meanR2) },
      text: t().along.at(placeOf(window), formatR2(window.meanR2), window.variants),
    }))
  return (
    <ChartFigure
      name="r2-along-chromosomes"
      title={t().along.title}
      caption={t().along.caption(`${formatMb(props.along.binBp)} Mb`)}
      summary={sentence(all(), props.summary)}
      table={tableOf(all(), props.summary)}
      controls={<Worst windows={worstWindows(all(), WORST)} summary={props.summary} />}
    >
      <Show when={props.along.chromosomes.length > 1}>
        <Select
          class="max-w-40"
          label={t().along.chromosome}
          value={chosen()}
          choices={props.along.chromosomes.map(({ chromosome }) => ({
            ...{ value: chromosome, label: chromosome },
          }))}
          onChange={setChosen}
        />
      </Show>
      <Plot title={t().along.title} height={HEIGHT} stops={stops}>
        {(width) => (
          <>
            <Centromere summary={props.summary} chromosome={chosen()} x={x(width())} />
            <AxisLeft
              ticks={[0, 0.2, 0.4, 0.6, 0.8, 1].map((r2) => ({ at: y(r2), label: formatR2(r2) }))}
              from={LEFT}
              to={width() - 16}
              title={t().along.axisY}
              titleY={12}
            />
            <Line windows={windows()} x={x(width())} />
            <AxisBottom
              y={BOTTOM}
              from={LEFT}
              to={width() - 16}
              title={t().along.axisX(chosen())}
              ticks={x(width())
                .ticks(Math.max(3, Math.floor(width() / 90)))
                .map((bp) => ({ at: x(width())(bp), label: formatMb(bp) }))}
            />
          </>
        )}
      </Plot>
    </ChartFigure>
  )
}

type Scale = (bp: number) => number

const middleOf = ({ start, end }: Window) => (start + end) / 2

const placeOf = ({ chromosome, start, end }: Pick<Window, 'chromosome' | 'start' | 'end'>) =>
  t().along.place(chromosome, formatMb(start - 1), formatMb(end))

function Line(props: { windows: readonly Window[]; x: Scale }) {
  const path = (run: readonly Window[]) =>
    line<Window>(
      (window) => props.x(middleOf(window)),
      (window) => y(window.meanR2),
    )([...run]) ?? ''
  return (
    <>
      <For each={unbroken(props.windows)}>
        {(run) => <path d={path(run)} class="fill-none stroke-accent stroke-2" />}
      </For>
      {/* A window between two gaps would have no line at all. */}
      <For
        each={
          props.windows.length <= POINTS_MAX
            ? props.windows
            : unbroken(props.windows).flatMap((run) => (run.length === 1 ? run : []))
        }
      >
        {(window) => (
          <circle
            cx={props.x(middleOf(window))}
            cy={y(window.meanR2)}
            r="2.5"
            class="fill-accent"
          />
        )}
      </For>
    </>
  )
}

function Centromere(props: {
  summary: RunSummary
  chromosome: string
  x: ReturnType<typeof scaleLinear<number, number>>
}) {
  const bounds = () => {
    const region = centromereOf(props.summary.parameters.build, props.chromosome)
    const [first = 0, last = 0] = props.x.domain()
    if (region === undefined || region.start > last || region.end < first) return undefined
    const from = props.x(Math.max(first, region.start))
    return { from, width: props.x(Math.min(last, region.end)) - from }
  }
  return (
    <Show when={bounds()}>
      {(region) => (
        <>
          <rect
            x={region().from}
            y={TOP}
            width={region().width}
            height={BOTTOM - TOP}
            class="fill-sunk"
          />
          <text
            x={region().from + region().width / 2}
            y={BOTTOM - 6}
            text-anchor="middle"
            class="fill-faint text-xs"
          >
            {t().along.regions.centromere}
          </text>
        </>
      )}
    </Show>
  )
}

function Worst(props: { windows: readonly Window[]; summary: RunSummary }) {
  return (
    <details class="text-sm">
      <summary class="min-h-6 text-accent">{t().along.worstTitle}</summary>
      <ol class="list-decimal py-1 pl-6 tabular-nums">
        <For each={props.windows}>
          {(window) => (
            <li>
              {t().along.at(placeOf(window), formatR2(window.meanR2), window.variants)}
              <Show when={regionOf(window, props.summary)}>{(name) => <> · {name()}</>}</Show>
            </li>
          )}
        </For>
      </ol>
    </details>
  )
}

function regionOf(window: Window, { parameters }: RunSummary): string | null {
  const region = knownRegion(parameters.build, window)
  return region === undefined ? null : t().along.regions[region]
}

function sentence(windows: readonly Window[], summary: RunSummary): string {
  const [worst] = worstWindows(windows, 1)
  const sorted = windows.map(({ meanR2 }) => meanR2).toSorted((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  const best = t().along.best(formatR2(median), windows.length)
  if (worst === undefined) return `${best}.`
  const region = regionOf(worst, summary)
  const place = `${placeOf(worst)}${region === null ? '' : ` (${region})`}`
  return `${best}. ${t().along.worst(place, formatR2(worst.meanR2))}.`
}

function tableOf(windows: readonly Window[], summary: RunSummary) {
  const { columns } = t().along
  return {
    columns: [
      { title: columns.chromosome },
      ...[columns.start, columns.end, columns.variants, columns.mean].map((title) => ({
        ...{ title, isNumber: true },
      })),
      { title: columns.region },
    ],
    rows: windows.map((window) => [
      ...[window.chromosome, window.start, window.end, window.variants, window.meanR2],
      regionOf(window, summary),
    ]),
  }
}
