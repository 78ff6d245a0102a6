import { scaleLinear } from 'd3-scale'
import { For, type JSX } from 'solid-js'
import { AxisBottom, Plot } from './plot.tsx'
import { formatCompact } from './numbers.ts'

export interface RowPart {
  readonly from: number
  readonly to: number
  readonly class: string
}

export interface Row {
  readonly label: string
  /** Numbers at the end of the label's line. */
  readonly value: string
  readonly parts: readonly RowPart[]
  readonly text: string
}

const ROW = 38
/** Where names and numbers have no room beside each other, numbers have a line of their own. */
const NARROW = 320
const LINE = 15
const BAR = 14
const TOP = 4

/** Horizontal bars, each below its name, so that names may be long and the screen narrow. */
export function RowsPlot(props: {
  title: string
  axis: string
  max: number
  rows: readonly Row[]
  defs?: JSX.Element
}) {
  const second = (width: number) => (width < NARROW ? LINE : 0)
  const rowHeight = (width: number) => ROW + second(width)
  const bottom = (width: number) => TOP + props.rows.length * rowHeight(width) + 2
  const x = (width: number) => scaleLinear([0, Math.max(1, props.max)], [1, width - 22])
  const stops = (width: number) =>
    props.rows.map((row, index) => ({
      x: x(width)(Math.max(0, ...row.parts.map(({ to }) => to))),
      y: TOP + index * rowHeight(width) + second(width) + 24,
      text: row.text,
    }))
  return (
    <Plot title={props.title} height={(width) => bottom(width) + 40} stops={stops}>
      {(width) => (
        <>
          {props.defs}
          <For each={props.rows}>
            {(bar, index) => (
              <g transform={`translate(0 ${TOP + index() * rowHeight(width())})`}>
                <text x="1" y="12" class="fill-ink text-xs">
                  {bar.label}
                </text>
                <text
                  x={second(width()) > 0 ? 1 : width() - 4}
                  y={second(width()) + 12}
                  text-anchor={second(width()) > 0 ? 'start' : 'end'}
                  class="fill-ink text-xs"
                >
                  {bar.value}
                </text>
                <For each={bar.parts}>
                  {(part) => (
                    <rect
                      x={x(width())(part.from)}
                      y={second(width()) + 17}
                      // A bar of few among millions is still there.
                      width={Math.max(1.5, x(width())(part.to) - x(width())(part.from))}
                      height={BAR}
                      class={part.class}
                    />
                  )}
                </For>
              </g>
            )}
          </For>
          <AxisBottom
            y={bottom(width())}
            from={1}
            to={width() - 22}
            title={props.axis}
            ticks={x(width())
              .ticks(Math.max(2, Math.floor(width() / 120)))
              .map((value) => ({ at: x(width())(value), label: formatCompact(value) }))}
          />
        </>
      )}
    </Plot>
  )
}
