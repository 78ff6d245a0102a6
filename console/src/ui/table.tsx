import { For, type JSX, Show } from 'solid-js'

export interface Column<Row> {
  readonly id: string
  readonly title: string
  readonly cell: (row: Row) => JSX.Element
  /** Digits below digits. */
  readonly isNumber?: boolean
}

/** A short table to read. For long lists that one works in there is `DataGrid`. */
export function Table<Row>(props: {
  /** What the table is of, for screen readers. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
}) {
  return (
    // Tables may scroll sideways where a page may not (WCAG 1.4.10); whoever has no mouse needs focus for it.
    <div
      class="overflow-x-auto wrap-break-word"
      tabindex="0"
      role="region"
      aria-label={props.caption}
    >
      <table class="w-full text-left text-sm">
        <caption class="sr-only">{props.caption}</caption>
        <thead>
          <tr class="border-b border-edge">
            <For each={props.columns}>
              {(column) => (
                <th
                  scope="col"
                  class="py-1.5 pr-4 font-medium whitespace-nowrap text-faint"
                  classList={{ 'text-right': column.isNumber === true }}
                >
                  {column.title}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.rows}>
            {(row) => (
              <tr class="border-b border-line align-top">
                <For each={props.columns}>
                  {(column) => (
                    <td
                      class="py-2 pr-4 first:min-w-40"
                      classList={{ 'text-right tabular-nums': column.isNumber === true }}
                    >
                      {column.cell(row)}
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
