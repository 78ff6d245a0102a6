import type { FederationActivity } from '@crosspanel/protocol/site-overview'

type Cell = FederationActivity['cells'][number]

/** What the cells of a panel or of all come to. Counts that were not told are not in the sums. */
export interface Sums {
  readonly runs: number
  readonly failed: number
  readonly samples: number
  /** Cells whose count is 1 to 4, so that the sums are lower bounds. */
  readonly small: number
  /** `undefined` unless every count that it is made of was told: days with few failures would be missing from it. */
  readonly failureShare: number | undefined
}

export function sumsOf(cells: readonly Cell[]): Sums {
  const sum = (of: (cell: Cell) => number | null) =>
    cells.reduce((total, cell) => total + (of(cell) ?? 0), 0)
  const runs = sum((cell) => cell.runs)
  const small = cells.filter((cell) => cell.runs === null || cell.failed === null).length
  const failed = sum((cell) => cell.failed)
  return {
    runs,
    failed,
    samples: sum((cell) => cell.samples),
    small,
    failureShare: small > 0 || runs === 0 ? undefined : failed / runs,
  }
}

export interface PanelSums extends Sums {
  readonly panelId: string
}

/** One row for each panel, the busiest first. */
export function sumsByPanel(cells: readonly Cell[]): PanelSums[] {
  return [...Map.groupBy(cells, ({ panelId }) => panelId)]
    .map(([panelId, own]) => ({ panelId, ...sumsOf(own) }))
    .toSorted((a, b) => b.runs - a.runs || a.panelId.localeCompare(b.panelId))
}

export const SPANS = [7, 30, 90] as const

/** The span that the address names, or the usual one. */
export function spanOf(text: string | undefined): number {
  return SPANS.find((days) => String(days) === text) ?? 30
}
