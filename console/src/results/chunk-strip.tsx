import type { RunChunk } from '@crosspanel/protocol/chunk'
import { scaleLinear } from 'd3-scale'
import { createUniqueId, For, type JSX } from 'solid-js'
import { formatMb } from './numbers.ts'
import { AxisBottom, Plot } from './plot.tsx'
import { chunkRows } from './quality-control.ts'
import { t } from './words.ts'

const ROW = 24
const BAR = 16
const LEFT = 30
const TOP = 4

/** Where a chunk is drawn, in pixels of its row. */
export interface ChunkBox {
  readonly x: number
  readonly width: number
  readonly height: number
  /** What fills a chunk that was left out. */
  readonly hatch: string
}
export type ChunkPlace = Pick<RunChunk, 'chromosome' | 'start' | 'end'>

/** Chunks at their places, a row for each chromosome. `children` draws one. */
export function ChunkStrip<Chunk extends ChunkPlace>(props: {
  title: string
  chunks: readonly Chunk[]
  textOf: (chunk: Chunk) => string
  children: (chunk: Chunk, box: ChunkBox) => JSX.Element
}) {
  const hatch = createUniqueId()
  const rows = () => chunkRows(props.chunks)
  const last = () => Math.max(1, ...props.chunks.map(({ end }) => end))
  const x = (width: number) => scaleLinear([0, last()], [LEFT, width - 20])
  const bottom = () => TOP + rows().length * ROW
  const stops = (width: number) =>
    rows().flatMap(({ chunks }, row) =>
      chunks.map((chunk) => ({
        ...{ x: x(width)((chunk.start + chunk.end) / 2), y: TOP + row * ROW + BAR / 2 },
        text: props.textOf(chunk),
      })),
    )
  const boxOf = ({ start, end }: ChunkPlace, width: number): ChunkBox => {
    const [from, to] = [x(width)(start - 1), x(width)(end)]
    return { x: from + 1, width: Math.max(2, to - from - 2), height: BAR, hatch: `url(#${hatch})` }
  }
  return (
    <Plot title={props.title} height={bottom() + 40} stops={stops}>
      {(width) => (
        <>
          <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse">
            <path d="M0 6L6 0" class="stroke-bad" />
          </pattern>
          <For each={rows()}>
            {(row, index) => (
              <g transform={`translate(0 ${TOP + index() * ROW})`}>
                <text x={LEFT - 6} y="12" text-anchor="end" class="fill-faint text-xs">
                  {row.chromosome}
                </text>
                <For each={row.chunks}>
                  {(chunk) => <>{props.children(chunk, boxOf(chunk, width()))}</>}
                </For>
              </g>
            )}
          </For>
          <AxisBottom
            y={bottom()}
            from={LEFT}
            to={width() - 20}
            title={t().chunks.axisX}
            ticks={x(width())
              .ticks(Math.max(2, Math.floor(width() / 90)))
              .map((bp) => ({ at: x(width())(bp), label: formatMb(bp) }))}
          />
        </>
      )}
    </Plot>
  )
}

export const placeOf = ({ chromosome, start, end }: ChunkPlace) =>
  t().along.place(chromosome, formatMb(start - 1), formatMb(end))

/** A chunk that is imputed. */
export function WholeChunk(props: { box: ChunkBox }) {
  const { x, width, height } = props.box
  return <rect {...{ x, width, height }} class="fill-accent" />
}

/** A chunk that was left out. */
export function LeftOutChunk(props: { box: ChunkBox }) {
  const { x, width, height, hatch } = props.box
  return <rect {...{ x, width, height }} fill={hatch} class="stroke-bad stroke-2" />
}

/** The same in a legend. */
export const WholeMark = () => <rect width="24" height="14" class="fill-accent" />

export const LeftOutMark = () => (
  <>
    <rect x="1" y="1" width="22" height="12" class="fill-paper stroke-bad stroke-2" />
    <path d="M3 12L12 2M11 12L20 2" class="stroke-bad" />
  </>
)
