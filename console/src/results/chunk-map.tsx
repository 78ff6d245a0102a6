import type { ChunkSummary } from '@crosspanel/protocol/summary'
import { For, Show } from 'solid-js'
import { formatPercent } from '../i18n/format.ts'
import { Icon } from '../ui/icons.tsx'
import {
  ChunkStrip,
  LeftOutChunk,
  LeftOutMark,
  placeOf,
  WholeChunk,
  WholeMark,
} from './chunk-strip.tsx'
import { ChartFigure } from './figure.tsx'
import { Legend } from './plot.tsx'
import { chunkRows } from './quality-control.ts'
import { inWords } from './table.ts'
import { t } from './words.ts'

/** Every chunk at its place, and why the ones were left out that were. */
export function ChunkMap(props: { chunks: readonly ChunkSummary[]; isImputed: boolean }) {
  const ordered = () => chunkRows(props.chunks).flatMap(({ chunks }) => chunks)
  const excluded = () => ordered().filter(({ status }) => status === 'excluded')
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
            { label: t().chunks.kept, mark: () => <WholeMark /> },
            { label: t().chunks.left, mark: () => <LeftOutMark /> },
          ]}
        />
      }
    >
      <ChunkStrip title={t().chunks.title} chunks={props.chunks} textOf={chunkText}>
        {(chunk, box) =>
          chunk.status === 'kept' ? <WholeChunk box={box} /> : <LeftOutChunk box={box} />
        }
      </ChunkStrip>
    </ChartFigure>
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
              {t().chunks.saysOf(placeOf(chunk), reasonOf(chunk))}
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

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
