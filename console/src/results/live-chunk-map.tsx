import { CHUNK_STATES, type ChunkState, type RunChunk } from '@crosspanel/protocol/chunk'
import type { JSX } from 'solid-js'
import { formatList } from '../i18n/format.ts'
import { type ChunkBox, ChunkStrip, LeftOutChunk, LeftOutMark, placeOf } from './chunk-strip.tsx'
import { ChartFigure } from './figure.tsx'
import { Legend } from './plot.tsx'
import { chunkRows } from './quality-control.ts'
import { t } from './words.ts'

/** What each chunk is at while the host imputes, as it told last. */
export default function LiveChunkMap(props: { chunks: readonly RunChunk[] }) {
  const ordered = () => chunkRows(props.chunks).flatMap(({ chunks }) => chunks)
  const numberOf = (state: ChunkState) =>
    props.chunks.filter((chunk) => chunk.state === state).length
  const seen = () => CHUNK_STATES.filter((state) => numberOf(state) > 0)
  const sentence = () =>
    formatList(seen().map((state) => t().liveChunks.counted[state](numberOf(state))))
  return (
    <ChartFigure
      name="chunks"
      title={t().chunks.title}
      caption={t().liveChunks.caption}
      summary={t().liveChunks.sentence(props.chunks.length, sentence())}
      table={{
        columns: [t().chunks.columns.chunk, t().chunks.columns.state].map((title) => ({ title })),
        rows: ordered().map((chunk) => [placeOf(chunk), stateOf(chunk)]),
      }}
      legend={
        <Legend
          items={seen().map((state) => ({
            label: t().liveChunks.states[state],
            mark: markOf(state),
          }))}
        />
      }
    >
      <ChunkStrip
        title={t().chunks.title}
        chunks={props.chunks}
        textOf={(chunk) => t().chunks.saysOf(placeOf(chunk), stateOf(chunk))}
      >
        {(chunk, box) => drawn(chunk.state, box)}
      </ChunkStrip>
    </ChartFigure>
  )
}

function stateOf({ state, reason }: RunChunk): string {
  const { states, reasons } = t().liveChunks
  return reason === undefined ? states[state] : `${states[state]}, ${reasons[reason]}`
}

type Box = Pick<ChunkBox, 'x' | 'width' | 'height'>

/** Filled from below as far as it is, so that shape tells as much as colour. */
const partly = (filled: number) => (box: Box) => (
  <>
    <rect
      x={box.x + 0.5}
      y="0.5"
      width={box.width - 1}
      height={box.height - 1}
      class="fill-paper stroke-edge"
    />
    <rect
      x={box.x}
      y={box.height * (1 - filled)}
      width={box.width}
      height={box.height * filled}
      class="fill-accent"
    />
  </>
)

const failed = ({ x, width, height }: Box) => (
  <>
    <rect {...{ x, width, height }} class="fill-bad" />
    <path
      d={`M${x + width / 2 - 5} ${height / 2 - 5}l10 10m0 -10l-10 10`}
      class="stroke-paper stroke-2"
    />
  </>
)

const DRAWN: Readonly<Record<Exclude<ChunkState, 'excluded'>, (box: Box) => JSX.Element>> = {
  waiting: partly(0),
  phasing: partly(1 / 3),
  imputing: partly(2 / 3),
  done: partly(1),
  failed,
}

const drawn = (state: ChunkState, box: ChunkBox) =>
  state === 'excluded' ? <LeftOutChunk box={box} /> : DRAWN[state](box)

const markOf = (state: ChunkState) => () =>
  state === 'excluded' ? <LeftOutMark /> : DRAWN[state]({ x: 0, width: 24, height: 14 })
