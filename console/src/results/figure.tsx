import { createSignal, createUniqueId, type JSX, Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { Table } from '../ui/table.tsx'
import { saveText } from '../ui/save.ts'
import { svgFileOf } from './export.ts'
import { formatCell } from './numbers.ts'
import type { Missing } from './summary.ts'
import { type CellValue, csvOf, type ChartTable } from './table.ts'
import { t } from './words.ts'

interface FigureWords {
  /** Stem of the names of files that are made of it. */
  readonly name: string
  readonly title: string
  readonly caption: string
}

/** A chart with all that goes with one: what it says in a sentence, its numbers as a table, and files of it. */
export function ChartFigure(
  props: FigureWords & {
    summary: string
    table: ChartTable
    legend?: JSX.Element
    /** What belongs to the chart in both its forms: a threshold, a command. */
    controls?: JSX.Element
    children: JSX.Element
  },
) {
  const [isTable, setTable] = createSignal(false)
  let place: HTMLDivElement | undefined
  const saveSvg = () => {
    const drawing = place?.querySelector('svg')
    if (!drawing) return
    const legend = place?.querySelector('[data-legend]') ?? null
    saveText(`${props.name}.svg`, 'image/svg+xml', svgFileOf(drawing, props.title, legend))
  }
  return (
    <FigureFrame {...props} summary={props.summary}>
      <div ref={(element) => (place = element)} class="flex flex-col gap-2">
        <Show when={!isTable()} fallback={<TableOf title={props.title} table={props.table} />}>
          {props.children}
          {props.legend}
        </Show>
      </div>
      {props.controls}
      <div class="-ml-3 flex flex-wrap gap-1 max-sm:-ml-1.5 max-sm:gap-x-0 max-sm:*:px-1.5">
        <Button look="quiet" aria-pressed={isTable()} onClick={() => setTable(!isTable())}>
          {isTable() ? t().figure.chart : t().figure.table}
        </Button>
        <Button
          look="quiet"
          icon="download"
          aria-label={t().figure.csvOf(props.title)}
          onClick={() => saveText(`${props.name}.csv`, 'text/csv', csvOf(props.table))}
        >
          {t().figure.csv}
        </Button>
        <Show when={!isTable()}>
          <Button
            look="quiet"
            icon="download"
            aria-label={t().figure.svgOf(props.title)}
            onClick={saveSvg}
          >
            {t().figure.svg}
          </Button>
        </Show>
      </div>
    </FigureFrame>
  )
}

/** The place of a chart that has nothing to draw, and why. */
export function MissingFigure(props: FigureWords & { missing: Missing }) {
  return <FigureFrame {...props} summary={t().missing[props.missing]} isMissing />
}

function FigureFrame(
  props: FigureWords & { summary: string; isMissing?: boolean; children?: JSX.Element },
) {
  const id = createUniqueId()
  return (
    <figure
      aria-labelledby={id}
      class="flex min-w-0 flex-col gap-2 rounded-md border border-line p-4"
      classList={{ 'border-dashed': props.isMissing === true }}
    >
      <h3 id={id}>{props.title}</h3>
      <p class="text-sm" classList={{ 'text-faint': props.isMissing === true }}>
        {props.summary}
      </p>
      {props.children}
      <Show when={props.isMissing !== true}>
        <figcaption class="text-sm text-faint">{props.caption}</figcaption>
      </Show>
    </figure>
  )
}

function TableOf(props: { title: string; table: ChartTable }) {
  const show = (value: CellValue | undefined) => {
    if (typeof value === 'number') return formatCell(value)
    return typeof value === 'string' ? value : (value?.text ?? t().figure.none)
  }
  return (
    <div class="max-h-96 overflow-y-auto">
      <Table
        isOfNumbers
        caption={props.title}
        rows={props.table.rows}
        columns={props.table.columns.map(({ title, isNumber = false }, index) => ({
          ...{ id: String(index), title, isNumber },
          cell: (row: readonly CellValue[]) => show(row[index]),
        }))}
      />
    </div>
  )
}
