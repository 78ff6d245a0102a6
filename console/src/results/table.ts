/** A number in the words of a page: of a share, '5%'. Files have the number itself. */
export interface NumberInWords {
  readonly value: number
  readonly text: string
}
export type CellValue = string | number | NumberInWords | null

export interface ChartColumn {
  readonly title: string
  readonly isNumber?: boolean
}

/** The numbers of a chart, as people read them and as a file has them. */
export interface ChartTable {
  readonly columns: readonly ChartColumn[]
  readonly rows: readonly (readonly CellValue[])[]
}

/** RFC 4180. Numbers have a point; text that a spreadsheet would run as a formula is made plain. */
export function csvOf({ columns, rows }: ChartTable): string {
  const lines = [columns.map(({ title }) => title), ...rows]
  return lines.map((line) => `${line.map(field).join(',')}\r\n`).join('')
}

function field(value: CellValue): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value === 'object') return String(value.value)
  const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

export function inWords(value: number, format: (value: number) => string): NumberInWords {
  return { value, text: format(value) }
}
