import {
  createEffect,
  createMemo,
  createSignal,
  createUniqueId,
  For,
  Index,
  type JSX,
  on,
  onCleanup,
  onMount,
  Show,
} from 'solid-js'
import { Button } from '../ui/button.tsx'
import type { Column } from '../ui/table.tsx'
import { t } from '../ui/words.ts'
import { createHeldRows } from './held-rows.ts'
import { refill, rowAfterKey, windowOf } from './window.ts'

export interface GridColumn<Row> extends Omit<Column<Row>, 'cell'> {
  /** Called once for many rows, one after the other: `row` is read where its value is shown. */
  readonly cell: (row: () => Row) => JSX.Element
  /** A track of CSS grid: `minmax(12rem, 2fr)`. */
  readonly width: string
}

interface GridProps<Row> {
  /** What the rows are, for screen readers. */
  caption: string
  columns: readonly GridColumn<Row>[]
  rows: readonly Row[]
  /** Every row is that high, in rem: what does not fit is cut, so nothing moves while scrolling. */
  rowRem: number
  nameOf: (row: Row) => string
  onOpen: (row: Row) => void
  /** More rows can be had: called when the end comes into sight. */
  onEnd?: (() => void) | undefined
}

/**
 * A long list that one works in: any number of rows, of which only those in sight are drawn; one stop for Tab, arrows
 * between rows, Enter opens. No row moves while it is pointed at or has focus.
 */
export function DataGrid<Row extends { readonly id: string }>(props: GridProps<Row>) {
  let box: HTMLDivElement | undefined
  const held = createHeldRows(() => props.rows)
  const [scrollTop, setScrollTop] = createSignal(0)
  const [height, setHeight] = createSignal(600)
  const [active, setActive] = createSignal(0)
  // Asked for seldom: it makes the browser compute the styles of all that was changed before.
  const [remPx, setRemPx] = createSignal(rootFontPx())
  const rowHeight = () => props.rowRem * remPx()
  const tracks = () => props.columns.map(({ width }) => width).join(' ')
  const view = createMemo(
    () => {
      const sizes = { height: height(), rowHeight: rowHeight(), scrollTop: scrollTop() }
      return windowOf(held.rows().length, sizes)
    },
    undefined,
    { equals: (a, b) => a.first === b.first && a.end === b.end },
  )
  const at = () => Math.min(active(), Math.max(0, held.rows().length - 1))

  /** Indices to draw: those in sight, and the one with focus, which must not vanish. */
  const drawn = () => {
    const { first, end } = view()
    const indices = Array.from({ length: end - first }, (_, i) => first + i)
    return at() >= first && at() < end ? indices : [...indices, at()]
  }
  /** The row that each element shows, by index. */
  const filled = createMemo<readonly number[]>(
    (shown) => refill(shown, drawn(), held.rows().length),
    [],
  )
  const id = createUniqueId()
  const elementId = (element: number) => `${id}-${element}`
  /** Elements stand in the page as they were made: this is how a screen reader learns which comes after which. */
  const inOrder = () =>
    [...filled().entries()]
      .sort(([, a], [, b]) => a - b)
      .map(([element]) => elementId(element))
      .join(' ')

  onMount(() => {
    const observer = new ResizeObserver(([entry]) => {
      setHeight(entry?.contentRect.height ?? 600)
      setRemPx(rootFontPx())
    })
    if (box !== undefined) observer.observe(box)
    onCleanup(() => observer.disconnect())
  })
  createEffect(
    on(
      () => view().end >= held.rows().length,
      (isAtEnd) => (isAtEnd ? props.onEnd?.() : undefined),
    ),
  )

  function goTo(index: number): void {
    setActive(index)
    const top = index * rowHeight()
    if (box === undefined) return
    if (top < box.scrollTop) box.scrollTop = top
    const bottom = top + rowHeight() + headerPx(box)
    if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight
    setScrollTop(box.scrollTop)
    box.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true })
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const isOnRow = event.target instanceof HTMLElement && event.target.role === 'row'
    const count = held.rows().length
    const perPage = Math.max(1, Math.floor(height() / rowHeight()) - 1)
    const next = rowAfterKey(event.key, at(), { count, perPage })
    const row = held.rows()[at()]
    if (next !== undefined) goTo(next)
    else if (event.key === 'Enter' && isOnRow && row !== undefined) props.onOpen(row)
    else return
    event.preventDefault()
  }

  return (
    <div class="flex flex-col gap-2">
      <Show when={held.waiting() > 0}>
        <Button look="quiet" icon="up" class="self-start" onClick={held.release}>
          {t().newRows(held.waiting())}
        </Button>
      </Show>
      <div
        ref={(element) => (box = element)}
        role="grid"
        aria-label={props.caption}
        aria-rowcount={held.rows().length + 1}
        // A ground of its own lets the browser move what it has painted, in place of painting all anew for each step.
        class="relative max-h-[75dvh] min-h-40 overflow-auto rounded-md border border-line bg-paper wrap-break-word"
        onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
        onPointerEnter={held.onPointerEnter}
        onPointerLeave={held.onPointerLeave}
        onFocusIn={held.onFocusIn}
        onFocusOut={held.onFocusOut}
      >
        <div role="presentation" class="w-min min-w-full">
          <div role="rowgroup" class="sticky top-0 z-10 bg-raised">
            <div
              role="row"
              aria-rowindex={1}
              class="grid min-h-9 items-center gap-x-4 border-b border-edge px-3 text-sm font-medium text-faint"
              style={{ 'grid-template-columns': tracks() }}
            >
              <For each={props.columns}>
                {(column) => (
                  <div role="columnheader" classList={{ 'text-right': column.isNumber === true }}>
                    {column.title}
                  </div>
                )}
              </For>
            </div>
          </div>
          <div
            role="rowgroup"
            class="relative"
            aria-owns={inOrder()}
            style={{ height: `${held.rows().length * rowHeight()}px` }}
            onKeyDown={onKeyDown}
          >
            <Index each={filled()}>
              {(index, element) => (
                <Show when={held.rows()[index()]}>
                  {(row) => (
                    // A transform or a clip of its own for each row and cell would double what painting costs.
                    <div
                      role="row"
                      id={elementId(element)}
                      data-index={index()}
                      tabindex={index() === at() ? 0 : -1}
                      aria-rowindex={index() + 2}
                      aria-label={props.nameOf(row())}
                      class="absolute inset-x-0 grid items-center contain-layout gap-x-4 overflow-hidden border-b border-line px-3 text-sm hover:bg-raised focus-visible:-outline-offset-2"
                      style={{
                        'grid-template-columns': tracks(),
                        height: `${rowHeight()}px`,
                        top: `${index() * rowHeight()}px`,
                      }}
                      onFocusIn={() => setActive(index())}
                      onDblClick={() => props.onOpen(row())}
                    >
                      <Cells row={row} columns={props.columns} />
                    </div>
                  )}
                </Show>
              )}
            </Index>
          </div>
        </div>
      </div>
    </div>
  )
}

function Cells<Row>(props: { row: () => Row; columns: readonly GridColumn<Row>[] }): JSX.Element {
  return (
    <For each={props.columns}>
      {(column) => (
        <div
          role="gridcell"
          class="max-h-full min-w-0"
          classList={{ 'text-right tabular-nums': column.isNumber === true }}
        >
          {column.cell(props.row)}
        </div>
      )}
    </For>
  )
}

const rootFontPx = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
const headerPx = (box: Element) => box.querySelector('[role=rowgroup]')?.clientHeight ?? 0
