import { For, type JSX, Show } from 'solid-js'

export interface Column<Row> {
  readonly id: string
  readonly title: string
  readonly cell: (row: Row) => JSX.Element
  /** Digits below digits. */
  readonly isNumber?: boolean
}

/**
 * On a narrow window each row is a card: its first cell above, the others with their column's title beside them. The
 * roles say that it is a table still, which `display` would hide.
 */
const CARD_CELL =
  "max-sm:grid max-sm:grid-cols-[7rem_minmax(0,1fr)] max-sm:gap-x-3 max-sm:py-1 max-sm:pr-0 max-sm:before:text-faint max-sm:before:content-[attr(data-title)_/_''] max-sm:has-[>div:empty]:hidden max-sm:first:block max-sm:first:font-medium max-sm:first:before:hidden"

/** The words on buttons stand on the line of the words beside them, and those without a border where other words begin. */
const BUTTONS =
  '[&>div>button]:-my-1.5 [&>div>div:has(>button)]:-my-1.5 [&>div>button.text-accent]:-ml-3 [&>div>div>button.text-accent:first-child]:-ml-3'

/** A short table to read. For long lists that one works in there is `DataGrid`. */
export function Table<Row>(props: {
  /** What the table is of, for screen readers. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  /** Numbers that are compared down a column: rows stay rows on a narrow window. */
  isOfNumbers?: boolean
  /** Many columns of a word each: they stand closer. */
  isDense?: boolean
}) {
  const numberClass = () =>
    `tabular-nums sm:whitespace-nowrap ${props.isOfNumbers === true ? 'text-right' : 'sm:text-right'}`
  const onCard = (classes: string) => (props.isOfNumbers === true ? '' : classes)
  return (
    // Tables may scroll sideways where a page may not (WCAG 1.4.10); whoever has no mouse needs focus for it.
    <div
      class="overflow-x-auto wrap-break-word"
      tabindex="0"
      role="region"
      aria-label={props.caption}
    >
      <table role="table" class={`w-full text-left text-sm ${onCard('max-sm:block')}`}>
        <caption class="sr-only">{props.caption}</caption>
        <thead role="rowgroup" class={onCard('max-sm:sr-only')}>
          <tr role="row" class="border-b border-edge">
            <For each={props.columns}>
              {(column) => (
                <th
                  scope="col"
                  role="columnheader"
                  class="py-1.5 font-medium text-faint"
                  classList={{
                    'text-right': column.isNumber === true,
                    'pr-4 whitespace-nowrap': props.isDense !== true,
                    'pr-2 align-bottom': props.isDense === true,
                  }}
                >
                  {column.title}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody role="rowgroup" class={onCard('max-sm:block')}>
          <For each={props.rows}>
            {(row) => (
              <tr
                role="row"
                class={`border-b border-line align-top ${onCard('max-sm:block max-sm:py-2')}`}
              >
                <For each={props.columns}>
                  {(column) => (
                    <td
                      role="cell"
                      data-title={column.title}
                      class={`py-2 ${props.isDense === true ? 'pr-2' : 'pr-4'} first:min-w-40 ${BUTTONS} ${onCard(CARD_CELL)}`}
                      classList={{ [numberClass()]: column.isNumber === true }}
                    >
                      <div>{column.cell(row)}</div>
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}

/** Names and values: what is known of one thing. */
export function Facts(props: { facts: readonly (readonly [string, JSX.Element])[] }) {
  return (
    <dl class="grid grid-cols-1 gap-x-6 gap-y-1 text-sm sm:grid-cols-[max-content_1fr]">
      <For each={props.facts}>
        {([name, value]) => (
          <Show when={value !== undefined && value !== null && value !== ''}>
            <dt class="text-faint">{name}</dt>
            <dd class="mb-1 min-w-0">{value}</dd>
          </Show>
        )}
      </For>
    </dl>
  )
}
