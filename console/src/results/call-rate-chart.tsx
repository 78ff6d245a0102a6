import { scaleLinear } from 'd3-scale'
import { For } from 'solid-js'
import { formatPercent } from '../i18n/format.ts'
import { ChartFigure } from './figure.tsx'
import { formatCompact } from './numbers.ts'
import { AxisBottom, AxisLeft, Plot } from './plot.tsx'
import { type CallRateBin, callRateBins, samplesBelow } from './quality-control.ts'
import { inWords } from './table.ts'
import { t } from './words.ts'

const HEIGHT = 240
const LEFT = 44
const TOP = 22
const BOTTOM = 198

/** How completely the samples are genotyped; never which sample. */
export function CallRateChart(props: { counts: readonly number[] }) {
  const bins = () => callRateBins(props.counts)
  const all = () => samplesBelow(props.counts, 1)
  const most = () => Math.max(1, ...bins().map(({ samples }) => samples))
  const x = (width: number) => scaleLinear([bins()[0]?.from ?? 0, 1], [LEFT, width - 20])
  const y = () => scaleLinear([0, most()], [BOTTOM, TOP]).nice(4)
  const stops = (width: number) =>
    bins().map((bin) => ({ x: x(width)((bin.from + bin.to) / 2), text: binText(bin) }))
  const sentence = () => {
    const good = all() - samplesBelow(props.counts, 0.98)
    return `${t().callRates.sentence(all(), good, samplesBelow(props.counts, 0.9))} ${t().callRates.chunkLimit}`
  }
  return (
    <ChartFigure
      name="call-rates"
      title={t().callRates.title}
      caption={t().callRates.caption}
      summary={sentence()}
      table={tableOf(bins())}
    >
      <Plot title={t().callRates.title} height={HEIGHT} stops={stops}>
        {(width) => (
          <>
            <AxisLeft
              ticks={y()
                .ticks(4)
                .filter(Number.isInteger)
                .map((samples) => ({ at: y()(samples), label: formatCompact(samples) }))}
              from={LEFT}
              to={width() - 20}
              title={t().callRates.axisY}
              titleY={12}
            />
            <For each={bins()}>
              {(bin) => (
                <rect
                  x={x(width())(bin.from) + 0.5}
                  y={y()(bin.samples)}
                  width={Math.max(1, x(width())(bin.to) - x(width())(bin.from) - 1)}
                  height={BOTTOM - y()(bin.samples)}
                  class="fill-accent"
                />
              )}
            </For>
            <AxisBottom
              y={BOTTOM}
              from={LEFT}
              to={width() - 20}
              title={t().callRates.axisX}
              ticks={x(width())
                .ticks(width() > 420 ? 5 : 3)
                .map((rate) => ({ at: x(width())(rate), label: formatPercent(rate) }))}
            />
          </>
        )}
      </Plot>
    </ChartFigure>
  )
}

function binText({ from, to, samples }: CallRateBin): string {
  return t().callRates.at(formatPercent(from), formatPercent(to), samples)
}

function tableOf(bins: readonly CallRateBin[]) {
  const { columns } = t().callRates
  return {
    columns: [columns.from, columns.to, columns.samples].map((title) => ({
      ...{ title, isNumber: true },
    })),
    rows: bins.map(({ from, to, samples }) => [
      inWords(from, formatPercent),
      inWords(to, formatPercent),
      samples,
    ]),
  }
}
