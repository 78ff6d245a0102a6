import type { ChunkSummary } from '@crosspanel/protocol/summary'
import { scaleLinear } from 'd3-scale'
import { createUniqueId, For, Show } from 'solid-js'
import { formatPercent } from '../i18n/format.ts'
import { Icon } from '../ui/icons.tsx'
import { ChartFigure } from './figure.tsx'
import { formatMb } from './numbers.ts'
import { AxisBottom, Legend, Plot } from './plot.tsx'
import { chunkRows } from './quality-control.ts'
import { inWords } from './table.ts'
import { t } from './words.ts'

const ROW = 24
const BAR = 16
const LEFT = 30
const TOP = 4

/** Every chunk at its place, and why the ones were left out that were. */
export function ChunkMap(props: { chunks: readonly ChunkSummary[]; isImputed: boolean }) {
  const hatch = createUniqueId()
  const rows = () => chunkRows(props.chunks)
  const ordered = () => rows().flatMap(({ chunks }) => chunks)
  const excluded = () => ordered().filter(({ status }) => status === 'excluded')
  const last = () => Math.max(1, ...props.chunks.map(({ end }) => end))
  const x = (width: number) => scaleLinear([0, last()], [LEFT, width - 20])
  const bottom = () => TOP + rows().length * ROW
  const stops = (width: number) =>
    rows().flatMap(({ chunks }, row) =>
      chunks.map((chunk) => ({
        ...{ x: x(width)((chunk.start + chunk.end) / 2), y: TOP + row * ROW + BAR / 2 },
        text: chunkText(chunk),
      })),
    )
  const sentence = () => {
    const words = props.isImputed ? t().chunks.sentence : t().chunks.sentenceChecked
    return words(props.chunks.length - excluded().length, props.chunks.length)
  }
  return (
    <ChartFigure
      name="chunks"
      title={t().chunks.title}
      caption={t().chunks.caption}
      summary={sentence()}
      table={tableOf(ordered())}
      controls={<Excluded chunks={excluded()} />}
      legend={
        <Legend
          items={[
            {
              label: t().chunks.kept,
              mark: () => <rect width="24" height="14" class="fill-accent" />,
            },
            {
              label: t().chunks.left,
              mark: () => (
                <>
                  <rect x="1" y="1" width="22" height="12" class="fill-paper stroke-bad stroke-2" />
                  <path d="M3 12L12 2M11 12L20 2" class="stroke-bad" />
                </>
              ),
            },
          ]}
        />
      }
    >
      <Plot title={t().chunks.title} height={bottom() + 40} stops={stops}>
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
                    {(chunk) => <Bar chunk={chunk} x={x(width())} hatch={hatch} />}
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
    </ChartFigure>
  )
}

function Bar(props: { chunk: ChunkSummary; x: (bp: number) => number; hatch: string }) {
  const isKept = () => props.chunk.status === 'kept'
  const left = () => props.x(props.chunk.start - 1) + 1
  const width = () => Math.max(2, props.x(props.chunk.end) - props.x(props.chunk.start - 1) - 2)
  return (
    <Show
      when={isKept()}
      fallback={
        <rect
          x={left()}
          width={width()}
          height={BAR}
          fill={`url(#${props.hatch})`}
          class="stroke-bad stroke-2"
        />
      }
    >
      <rect x={left()} width={width()} height={BAR} class="fill-accent" />
    </Show>
  )
}

function Excluded(props: { chunks: readonly ChunkSummary[] }) {
  return (
    <Show when={props.chunks.length > 0}>
      <ul class="flex flex-col gap-1 text-sm">
        <For each={props.chunks}>
          {(chunk) => (
            <li class="flex items-start gap-1.5">
              <Icon name="warning" class="mt-0.5 text-bad" />
              {t().chunks.excluded(placeOf(chunk), reasonOf(chunk))}
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

const placeOf = ({ chromosome, start, end }: ChunkSummary) =>
  t().along.place(chromosome, formatMb(start - 1), formatMb(end))

function reasonOf({ reason, panelOverlap, variants, samplesWithLowCallRate }: ChunkSummary) {
  const { reasons } = t().chunks
  switch (reason) {
    case 'panel-overlap-low':
      return reasons[reason](formatPercent(panelOverlap))
    case 'too-few-variants':
      return reasons[reason](variants)
    case 'sample-call-rate-low':
      return reasons[reason](samplesWithLowCallRate)
    case null:
      return t().chunks.kept
  }
}

function stateOf(chunk: ChunkSummary): string {
  return chunk.status === 'kept' ? t().chunks.kept : `${t().chunks.left}, ${reasonOf(chunk)}`
}

function chunkText(chunk: ChunkSummary): string {
  return t().chunks.at(
    placeOf(chunk),
    stateOf(chunk),
    chunk.variants,
    formatPercent(chunk.panelOverlap),
  )
}

function tableOf(chunks: readonly ChunkSummary[]) {
  const { columns } = t().chunks
  const numbers = [columns.variants, columns.overlap, columns.samples]
  return {
    columns: [
      ...[columns.chunk, columns.state].map((title) => ({ title })),
      ...[...numbers, columns.output, columns.seconds].map((title) => ({ title, isNumber: true })),
    ],
    rows: chunks.map((chunk) => [
      ...[
        placeOf(chunk),
        stateOf(chunk),
        chunk.variants,
        inWords(chunk.panelOverlap, formatPercent),
      ],
      ...[chunk.samplesWithLowCallRate, chunk.outputVariants, chunk.seconds ?? null],
    ]),
  }
}
